import { open } from 'node:fs/promises';

/** Makes new names in a folder outlast a power cut, where the system can. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows keeps its folders safe by itself and opens none.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
