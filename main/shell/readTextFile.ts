import { open } from 'node:fs/promises';
import { largestFileBytes } from '../conversations/conversationFile';
import { LoamError } from '../../preload/contract/errors';

/**
 * Reads a text file that the user chose.
 *
 * @throws LoamError import/unreadable for what is no file, too large, not readable or no UTF-8 text
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new LoamError(
      'import/unreadable',
      'This file is not UTF-8 text. Choose a file that Loam exported.',
      {
        cause: error,
      },
    );
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > largestFileBytes) throw tooLarge();
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof LoamError) throw error;
    throw new LoamError(
      'import/unreadable',
      'The file could not be read. Check that it is still there and that you may open it.',
      { cause: error },
    );
  }
}

function tooLarge(): LoamError {
  const mebibytes = largestFileBytes / 1024 / 1024;
  return new LoamError(
    'import/unreadable',
    `This file is larger than ${mebibytes} MB, too large to import at once.`,
  );
}
