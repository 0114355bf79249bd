import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from '../../../models/modelFile';

const fileName = 'opening';

/** How many openings of an index in a row have ended with the process: damage can do that to native code. */
export async function failedOpenings(folder: string): Promise<number> {
  try {
    const attempts = Number.parseInt(await readFile(join(folder, fileName), 'utf8'), 10);
    return Number.isNaN(attempts) ? 0 : attempts;
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}

/** Notes that an opening begins. */
export async function noteOpening(folder: string, failedBefore: number): Promise<void> {
  await writeFile(join(folder, fileName), String(failedBefore + 1), { mode: 0o600 });
}

/** The process has survived it. */
export async function noteOpened(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true });
}
