import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * Told each line that a worker's native code prints; mostly the last words of a crash. Workers' own messages come over
 * the channel. The log takes no free text, so this is for a developer's terminal and for tests.
 */
export type OnWorkerOutput = (serviceName: string, line: string) => void;

/** Reads a worker's output whether or not somebody listens, because a full pipe would block the worker. */
export function drainOutput(
  stream: Readable | NodeJS.ReadableStream | null,
  serviceName: string,
  onOutput: OnWorkerOutput | undefined,
): void {
  if (!stream) return;
  if (onOutput) createInterface({ input: stream }).on('line', (line) => onOutput(serviceName, line));
  else stream.resume();
}
