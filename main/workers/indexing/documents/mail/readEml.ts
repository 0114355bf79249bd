import PostalMime, { type Address, type Email } from 'postal-mime';
import { cleanTitle } from '../documentTitle';
import { BlockWriter } from '../blockWriter';
import { documentTooLarge } from '../documentErrors';
import type { DocumentReader, ReaderInput } from '../documentReader';
import { startHtml } from '../html/htmlParser';
import { beginsParagraph, LineBlocks } from '../text/lineBlocks';
import { bytesOfFile } from '../text/textOfFile';
import { WithoutAttachments } from './withoutAttachments';

/** Without what is left out of its attachments. The parser holds it several times over. */
const mostBytes = 16 * 1024 * 1024;
const mostSeparators = 10_000;

/** E-mails: who wrote to whom and when, what, and the names of what was attached. */
export const readEml: DocumentReader = async function* (input) {
  const email = await PostalMime.parse(await withoutAttachments(input));
  const writer = new BlockWriter(input);
  const title = cleanTitle(email.subject ?? '');
  if (title !== null) writer.add('heading', title, 1);
  writer.add('paragraph', headOf(email));
  yield writer.take();
  for (const text of bodyOf(email)) writer.add('paragraph', text);
  if ((email.text ?? '').trim() === '' && email.html !== undefined) {
    const page = startHtml(writer, { isXhtml: false });
    page.write(email.html);
    page.end();
  }
  const attached = email.attachments.flatMap(({ filename }) => filename ?? []);
  if (attached.length > 0) writer.add('paragraph', `Attached: ${attached.join(', ')}`);
  yield writer.take();
  return { encoding: null, pages: null, title };
};

/** @throws LoamError document/too-large */
async function withoutAttachments({ file, onProgress }: ReaderInput): Promise<Uint8Array> {
  const filter = new WithoutAttachments();
  const kept: Buffer[] = [];
  let bytes = 0;
  const keep = (text: string): void => {
    bytes += text.length;
    if (bytes > mostBytes || filter.separators > mostSeparators) {
      throw documentTooLarge(
        file.name,
        'it holds more text or more parts than e-mails do. Save its text by itself.',
      );
    }
    kept.push(Buffer.from(text, 'latin1'));
  };
  for await (const piece of bytesOfFile(file)) {
    keep(filter.add(Buffer.from(piece).toString('latin1')));
    onProgress();
  }
  keep(filter.end());
  return Buffer.concat(kept);
}

function headOf({ from, to, cc, date }: Email): string {
  const lines = [
    ['From', from === undefined ? '' : nameOf(from)],
    ['To', (to ?? []).map(nameOf).join(', ')],
    ['Cc', (cc ?? []).map(nameOf).join(', ')],
    ['Date', date ?? ''],
  ];
  return lines.flatMap(([label, value]) => (value === '' ? [] : `${label}: ${value}`)).join('\n');
}

function nameOf(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(nameOf).join(', ')}`;
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}

function bodyOf({ text }: Email): string[] {
  const lines = new LineBlocks('paragraph', beginsParagraph);
  return [...lines.add(text ?? ''), ...lines.end()].map((block) => block.text);
}
