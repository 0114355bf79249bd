import { closeSync, fsyncSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { BackupOrder, BackupOutcome } from './backup';

// The body of a thread: copying a large database takes a second, which the window would spend frozen. Only types are
// imported from beside it, so that Node runs this file as it is.

// The thread is only ever started by `backUpDaily`, with this.
const { driver, databaseFile, partialFile } = workerData as BackupOrder;

/** The part of both drivers that is used here. */
type Connect = new (file: string) => {
  exec(statement: string): unknown;
  prepare(statement: string): { run(...parameters: unknown[]): unknown };
  close(): unknown;
};

function copyDatabase(): BackupOutcome {
  try {
    // Both packages are CommonJS and export the constructor itself.
    const Connection = createRequire(import.meta.url)(driver) as Connect;
    const connection = new Connection(databaseFile);
    try {
      connection.exec('PRAGMA busy_timeout = 5000');
      connection.prepare('VACUUM INTO ?').run(partialFile);
    } finally {
      connection.close();
    }
    flush(partialFile);
    return { isDone: true };
  } catch (error) {
    // A cloned error would lose the code by which failures are told apart.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { isDone: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

/** SQLite does not flush what VACUUM INTO writes. */
function flush(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

parentPort?.postMessage(copyDatabase());
