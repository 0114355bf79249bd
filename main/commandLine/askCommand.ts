import { text as readText } from 'node:stream/consumers';
import type { AdapterChoice } from '../../preload/contract/adapters';
import type { Message } from '../../preload/contract/conversations';
import { deserializeError, LoamError } from '../../preload/contract/errors';
import type { Sampling } from '../../preload/contract/sampling';
import type { Core } from '../core';
import type { Terminal } from './terminal';

export interface AskOptions {
  json: boolean;
  system: string | null;
  sampling: Partial<Sampling>;
  /** Null: what new chats begin with. */
  adapters: AdapterChoice[] | null;
}

/** What `ask --json` prints as its last line. */
export interface AskResult {
  text: string;
  servedBy: 'local';
  model: string;
  adapters: { id: string; name: string; version: number; scale: number }[];
  tokens: number;
  tokensPerSecond: number | null;
  timeToFirstTokenMs: number | null;
}

/** What shells report for a program that Ctrl-C ended. */
const stoppedByUser = 130;

/**
 * Answers one question and prints it as it is written. Ctrl-C stops the answer and keeps what was said.
 *
 * @param question `-` reads it from standard input
 * @returns the exit status: 0, or 130 when the user stopped it
 * @throws LoamError when there is no answer
 */
export async function ask(
  core: Core,
  terminal: Terminal,
  question: string,
  options: AskOptions,
): Promise<number> {
  const text = question === '-' ? await readText(terminal.input) : question;
  if (text.trim() === '') {
    throw new LoamError(
      'request/invalid',
      'There is no question. Write it in quotes: npm start -- ask "Why is the sky blue?"',
    );
  }
  const { id, sampling } = core.conversations.create({
    assistantId: null,
    modelId: null,
    ...(options.adapters !== null && { adapters: options.adapters }),
  });
  core.conversations.update(id, {
    sampling: { ...sampling, ...options.sampling },
    ...(options.system !== null && { systemPrompt: options.system }),
  });
  const message = await answer(core, terminal, id, text, options.json);
  if (message.error) throw deserializeError(message.error);
  const wasStopped = message.status === 'stopped';
  // Stopped before the model was ready, there is nothing to print.
  if (!wasStopped || message.provenance) {
    terminal.output.write(options.json ? `${JSON.stringify(resultOf(message))}\n` : '\n');
  }
  return wasStopped ? stoppedByUser : 0;
}

async function answer(
  core: Core,
  terminal: Terminal,
  conversationId: string,
  text: string,
  isQuiet: boolean,
): Promise<Message> {
  const stopListening = terminal.onInterrupt(() => core.generation.cancel(conversationId));
  try {
    return await core.generation.start(conversationId, { type: 'send', parentId: null, text }).run((part) => {
      if (part.type === 'text-delta' && !isQuiet) terminal.output.write(part.text);
    });
  } finally {
    stopListening();
  }
}

function resultOf({ text, provenance }: Message): AskResult {
  if (!provenance)
    throw new LoamError('generation/failed', 'The answer came without its details. Please try again.');
  return {
    text,
    servedBy: provenance.servedBy,
    model: provenance.modelId,
    adapters: provenance.adapters.map(({ id, name, version, scale }) => ({ id, name, version, scale })),
    tokens: provenance.completionTokens,
    tokensPerSecond: provenance.tokensPerSecond,
    timeToFirstTokenMs: provenance.timeToFirstTokenMs,
  };
}
