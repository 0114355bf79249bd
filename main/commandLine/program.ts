import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { samplingSchema } from '../../preload/contract/sampling';
import type { Core } from '../core';
import { addAdaptersCommand, chosenAdapters } from './adaptersCommand';
import { ask } from './askCommand';
import { chat } from './chatCommand';
import { addIndexCommand } from './indexCommand';
import { addModelsCommand } from './modelsCommand';
import { addSearchCommand } from './searchCommand';
import type { Terminal } from './terminal';

/** Opens the core. An ephemeral one keeps nothing after it is disposed. */
export type OpenCore = (options: { isEphemeral: boolean }) => Promise<Core>;

interface AskFlags {
  json?: true;
  system?: string;
  temperature?: number;
  maxTokens?: number;
  seed?: number;
  adapter?: string[];
}

/** The terminal's commands. `run` returns the exit status; failures of a command are thrown. */
export function createProgram(
  openCore: OpenCore,
  terminal: Terminal,
): { run(words: string[]): Promise<number> } {
  let exitStatus = 0;
  const withCore = async (isEphemeral: boolean, command: (core: Core) => Promise<number>): Promise<void> => {
    const core = await openCore({ isEphemeral });
    try {
      exitStatus = await command(core);
    } finally {
      await core.dispose();
    }
  };
  const program = new Command('npm start --')
    .description('Loam in the terminal: the same models and settings as in the window.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => terminal.errorOutput.write(text),
    });
  program
    .command('chat')
    .description('chat here; the conversation is kept and appears in the window')
    .action(() => withCore(false, (core) => chat(core, terminal)));
  addAskCommand(program, (question, flags) =>
    withCore(true, async (core) =>
      ask(core, terminal, question, {
        json: flags.json ?? false,
        system: flags.system ?? null,
        adapters: flags.adapter === undefined ? null : await chosenAdapters(core, flags.adapter),
        sampling: {
          ...(flags.temperature !== undefined && { temperature: flags.temperature }),
          ...(flags.maxTokens !== undefined && { maxTokens: flags.maxTokens }),
          ...(flags.seed !== undefined && { seed: flags.seed }),
        },
      }),
    ),
  );
  addModelsCommand(program, terminal, (command) => withCore(false, command));
  addAdaptersCommand(program, terminal, (command) => withCore(false, command));
  addIndexCommand(program, terminal, (command) => withCore(false, command));
  // It changes nothing, so it leaves indexing to whoever does it.
  addSearchCommand(program, terminal, (command) => withCore(true, command));
  return {
    async run(words) {
      try {
        await program.parseAsync(words, { from: 'user' });
      } catch (error) {
        // Commander has already said what is wrong with the words, or printed the help that was asked for.
        if (error instanceof CommanderError) return error.exitCode;
        throw error;
      }
      return exitStatus;
    },
  };
}

function addAskCommand(program: Command, action: (question: string, flags: AskFlags) => Promise<void>): void {
  const { temperature, maxTokens, seed } = samplingSchema.shape;
  program
    .command('ask')
    .description('answer one question and leave; nothing of it is kept')
    .argument('<question>', 'the question, in quotes; - reads it from standard input')
    .option('--json', 'print one JSON object as the last line instead of the running text')
    .option('--system <text>', 'a system prompt')
    .option('--temperature <number>', 'how freely words are drawn, 0 to 2', parsedBy(temperature))
    .option('--max-tokens <number>', 'the longest answer, in tokens', parsedBy(maxTokens))
    .option('--seed <number>', 'draw the same words again', parsedBy(seed))
    .option(
      '--adapter <adapter[:scale]>',
      'answer with this adapter, at a strength where it is not 1; again for another one, "none" for none',
      (reference: string, others: string[] | undefined) => [...(others ?? []), reference],
    )
    .action(action);
}

/** An option's value by the contract's own schema, so that the terminal takes what the window takes. */
function parsedBy(schema: z.ZodType<number | null>): (text: string) => number {
  return (text) => {
    const parsed = schema.safeParse(Number(text));
    if (parsed.success && parsed.data !== null) return parsed.data;
    throw new InvalidArgumentError(parsed.error?.issues[0]?.message ?? 'It has to be a number.');
  };
}
