import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

const chunkBytes = 4 * 1024 * 1024;

/**
 * Copies a file and returns the sha256 of what was written, which is on the disk then.
 *
 * @param to must not exist yet
 * @param onBytes told after each piece how many bytes were copied with it
 * @param signal stops between two pieces by throwing its reason
 */
export async function copyModelFile(
  from: string,
  to: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      return await copyPieces(source, target, onBytes, signal);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function copyPieces(
  source: FileHandle,
  target: FileHandle,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let bytes = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await source.read(buffer, 0, chunkBytes, bytes);
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    await target.writeFile(piece);
    bytes += bytesRead;
    onBytes(bytesRead);
  }
  await target.sync();
  return { bytes, sha256: hash.digest('hex') };
}
