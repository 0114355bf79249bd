import { mkdirSync } from 'node:fs';
import type { Logger as PinoLogger } from 'pino';
import type { CorePaths } from '../paths';
import { allowedFields } from './logFields';
import type { ClosableLogger, Logger } from './logger';

export interface LogOptions {
  /** The least important level that is written; default `info`. */
  level?: 'debug' | 'info' | 'warn' | 'error';
  /** A file is rotated at this size; default 5 MB. */
  fileSize?: `${number}${'B' | 'K' | 'M'}`;
}

/** Rotated files that are kept beside the current one. */
const keptRotatedFiles = 2;
const longestEvent = 100;

/**
 * The log in `loam.log`: one JSON object a line, three files of 5 MB at most. The logging libraries are loaded by this
 * call. A log that cannot be written is given up silently: it must never stop the program it describes.
 */
export async function createLogger(
  paths: Pick<CorePaths, 'logFolder'>,
  { level = 'info', fileSize = '5M' }: LogOptions = {},
): Promise<ClosableLogger> {
  const [{ pino }, { createStream }] = await Promise.all([import('pino'), import('rotating-file-stream')]);
  makePrivateFolder(paths.logFolder);
  const stream = createStream(rotatedName, {
    path: paths.logFolder,
    size: fileSize,
    maxFiles: keptRotatedFiles,
    mode: 0o600,
  });
  stream.on('error', () => undefined);
  stream.on('warning', () => undefined);
  const root = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return Object.assign(logger(root), {
    close: () => new Promise<void>((resolve) => stream.end(() => resolve())),
  });
}

function makePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // The stream fails in the same way and drops what it is given.
  }
}

/** `loam.log` for the current file, `loam-<time>.log` for a rotated one. */
function rotatedName(time: number | Date | null, index = 1): string {
  if (time === null) return 'loam.log';
  // Two rotations within a millisecond differ by the index.
  return `loam-${new Date(time).toISOString().replaceAll(/[:.]/g, '-')}-${index}.log`;
}

function logger(target: PinoLogger): Logger {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error'): Logger['info'] =>
    (event, fields = {}) =>
      target[level](allowedFields(fields), event.slice(0, longestEvent));
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: ({ component }) => logger(target.child({ component })),
  };
}
