import type { DocumentFile } from '../documentFile';
import { detectEncoding } from './detectEncoding';
import { Utf8Check } from './utf8';

const pieceBytes = 32 * 1024;

/** The file's text in pieces, without its byte order mark. What is not in the encoding becomes U+FFFD. */
export async function* textOfFile(file: DocumentFile, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of bytesOfFile(file)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** The file in pieces; each is only good until the next. */
export async function* bytesOfFile(file: DocumentFile): AsyncGenerator<Uint8Array> {
  let position = 0;
  for (; position < file.sample.length; position += pieceBytes) {
    yield file.sample.subarray(position, position + pieceBytes);
  }
  position = file.sample.length;
  if (position >= file.bytes) return;
  const target = new Uint8Array(pieceBytes);
  for (;;) {
    const count = await file.read(target, position);
    if (count === 0) return;
    yield target.subarray(0, count);
    position += count;
  }
}

/**
 * How the file's text is encoded. It is read through as long as it is UTF-8, since a text can go on for megabytes before
 * the first character that tells its encoding.
 */
export async function encodingOfFile(file: DocumentFile): Promise<string> {
  const encoding = detectEncoding(file.sample);
  if (encoding !== 'utf-8' || file.bytes <= file.sample.length) return encoding;
  const check = new Utf8Check();
  let position = 0;
  for await (const bytes of bytesOfFile(file)) {
    if (!check.accepts(bytes)) return detectEncoding(await around(file, position));
    position += bytes.length;
  }
  return encoding;
}

/** A part of the file that is as long as its sample. */
async function around(file: DocumentFile, position: number): Promise<Uint8Array> {
  const target = new Uint8Array(file.sample.length);
  return target.subarray(0, await file.read(target, Math.max(0, position - 1024)));
}
