import { posix } from 'node:path';
import { documentMalformed } from '../documentErrors';
import { cleanTitle, longestTitle } from '../documentTitle';
import type { Archive } from './openArchive';
import { readXml } from './readXml';

/** A part of an Office document that another part refers to. */
export interface Relationship {
  id: string;
  /** The last word of its type: `styles`, `slide`, `worksheet`. */
  type: string;
  /** The name of the archive's entry. */
  part: string;
}

/** What a part refers to inside the document; what it refers to outside is never looked at. */
export async function relationshipsOf(archive: Archive, part: string): Promise<Relationship[]> {
  const folder = posix.dirname(part);
  const entry = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relationships: Relationship[] = [];
  if (!archive.has(entry)) return relationships;
  await readXml(archive, entry, {
    open(name, { Id: id, Type: type, Target: target, TargetMode: mode }) {
      if (name !== 'rel:Relationship' || id === undefined || type === undefined || target === undefined)
        return;
      if (mode === 'External') return;
      const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relationships.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: path });
    },
  });
  return relationships;
}

/**
 * The part that the document begins with.
 * @throws LoamError document/malformed
 */
export async function mainPartOf(archive: Archive): Promise<string> {
  const main = (await relationshipsOf(archive, '')).find(({ type }) => type === 'officeDocument');
  if (main === undefined || !archive.has(main.part)) {
    throw documentMalformed(archive.fileName, 'it is not put together like an Office document');
  }
  return main.part;
}

/** As the document's properties say; null when they say nothing. */
export async function titleOf(archive: Archive): Promise<string | null> {
  const properties = (await relationshipsOf(archive, '')).find(({ type }) => type === 'core-properties');
  return properties !== undefined && archive.has(properties.part)
    ? readTitle(archive, properties.part)
    : null;
}

/** The first `dc:title` of a part. */
export async function readTitle(archive: Archive, part: string): Promise<string | null> {
  let title = '';
  let isInside = false;
  let isOver = false;
  await readXml(archive, part, {
    open(name) {
      isInside = name === 'dc:title' && !isOver;
    },
    text(text) {
      if (isInside && title.length < longestTitle) title += text;
    },
    close(name) {
      if (name === 'dc:title') isOver = true;
      isInside = false;
    },
  });
  return cleanTitle(title);
}
