import type { Readable, Writable } from 'node:stream';

/** The streams a command talks through; tests give it their own. */
export interface Terminal {
  input: Readable;
  /** Answers. With `--json` its last line is one JSON object. */
  output: Writable;
  /** Progress and errors, so that `output` can be piped. */
  errorOutput: Writable;
  /** Calls back on Ctrl-C; the returned function stops listening. */
  onInterrupt(listener: () => void): () => void;
}

export function processTerminal(): Terminal {
  return {
    input: process.stdin,
    output: process.stdout,
    errorOutput: process.stderr,
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}
