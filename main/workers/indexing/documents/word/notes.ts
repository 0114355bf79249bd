import type { Archive } from '../archive/openArchive';
import { readXml } from '../archive/readXml';
import { documentTooLarge } from '../documentErrors';

/** Notes are held in memory until the text refers to them. */
const mostNoteCharacters = 16_000_000;

/** The texts of a Word document's footnotes or endnotes by their ids. */
export async function readNotes(archive: Archive, part: string | null): Promise<Map<string, string>> {
  const notes = new Map<string, string>();
  if (part === null || !archive.has(part)) return notes;
  let id: string | null = null;
  let text = '';
  let characters = 0;
  let isText = false;
  await readXml(archive, part, {
    open(name, attributes) {
      if (name === 'w:footnote' || name === 'w:endnote') {
        id = attributes['w:type'] === undefined ? (attributes['w:id'] ?? null) : null;
        text = '';
      } else if (name === 'w:tab' || name === 'w:br') text += ' ';
      isText = name === 'w:t';
    },
    text(piece) {
      if (!isText || id === null) return;
      text += piece;
      characters += piece.length;
      if (characters > mostNoteCharacters) {
        throw documentTooLarge(archive.fileName, 'its notes are longer than a book. Split it into parts.');
      }
    },
    close(name) {
      isText = false;
      if (name === 'w:p') text += '\n';
      else if ((name === 'w:footnote' || name === 'w:endnote') && id !== null) {
        notes.set(id, text.trim());
        id = null;
      }
    },
  });
  return notes;
}
