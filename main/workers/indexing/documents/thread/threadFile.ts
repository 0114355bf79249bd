import { read } from 'node:fs';
import { promisify } from 'node:util';
import { fileFailure } from '../documentErrors';
import { sampleBytes, type DocumentFile } from '../documentFile';
import type { DocumentOrder } from './threadMessages';

const readDescriptor = promisify(read);

/** The file of an order, as the thread sees it: the process has opened it, and closes it. */
export async function openThreadFile(
  { descriptor, name, bytes }: DocumentOrder,
  onProgress: () => void,
): Promise<DocumentFile> {
  const file = {
    descriptor,
    name,
    bytes,
    modifiedMs: 0,
    sample: new Uint8Array(),
    async read(target: Uint8Array, position: number): Promise<number> {
      let filled = 0;
      while (filled < target.length) {
        const { bytesRead } = await readDescriptor(
          descriptor,
          target,
          filled,
          target.length - filled,
          position + filled,
        ).catch((error: unknown) => {
          throw fileFailure(name, error);
        });
        if (bytesRead === 0) break;
        filled += bytesRead;
        onProgress();
      }
      return filled;
    },
    checkUnchanged: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const sample = new Uint8Array(Math.min(bytes, sampleBytes));
  file.sample = sample.subarray(0, await file.read(sample, 0));
  return file;
}
