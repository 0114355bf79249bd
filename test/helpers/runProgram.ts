import { PassThrough } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { createProgram } from '../../main/commandLine/program';
import type { Terminal } from '../../main/commandLine/terminal';
import type { CoreOptions } from '../../main/core';
import { temporaryCore } from './temporaryCore';

export interface RanProgram {
  status: number;
  output: string;
  errorOutput: string;
}

/** Runs one terminal command with a core of its own on a data folder that stays. */
export async function runProgram(
  words: string[],
  home: string,
  options: Partial<Omit<CoreOptions, 'settingsStore'>> = {},
): Promise<RanProgram> {
  const output = new PassThrough();
  const errorOutput = new PassThrough();
  const terminal: Terminal = {
    input: PassThrough.from(['']),
    output,
    errorOutput,
    onInterrupt: () => () => undefined,
  };
  const program = createProgram(async ({ isEphemeral }) => {
    const { core } = await temporaryCore({ ...options, isEphemeral }, home);
    return core;
  }, terminal);
  const status = await program.run(words);
  output.end();
  errorOutput.end();
  return { status, output: await readText(output), errorOutput: await readText(errorOutput) };
}
