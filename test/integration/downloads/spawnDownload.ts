import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Download } from '../../../preload/contract/downloads';
import { projectFolder } from '../../helpers/temporaryCore';

export interface DownloadProcess {
  child: ChildProcess;
  announced: Download[];
  /** Resolves with the exit code, or null for a killed process. */
  exited: Promise<number | null>;
}

/**
 * The downloads in a process of their own; killed when the test ends.
 *
 * @param words as downloadProcess.ts takes them
 * @param shell a shell command to run it under, with "$@" in the place of the program
 */
export function spawnDownload(words: readonly string[], shell = 'exec "$@"'): DownloadProcess {
  const program = [
    process.execPath,
    '--import',
    join(projectFolder, 'test/helpers/runTypeScript.mjs'),
    join(import.meta.dirname, 'downloadProcess.ts'),
    ...words,
  ];
  const child = spawn('sh', ['-c', shell, 'sh', ...program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const announced: Download[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => announced.push(JSON.parse(line) as Download));
  // After `close` all lines are there.
  const exited = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  return { child, announced, exited };
}
