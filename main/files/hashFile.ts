import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const readBytes = 1024 * 1024;

/** The sha256 of a file. @param signal stops with its reason */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: readBytes, ...(signal && { signal }) })) {
    hash.update(piece as Uint8Array);
  }
  return hash.digest('hex');
}
