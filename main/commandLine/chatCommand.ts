import { createInterface } from 'node:readline/promises';
import { deserializeError, serializeError } from '../../preload/contract/errors';
import type { Message } from '../../preload/contract/conversations';
import type { Core } from '../core';
import type { Terminal } from './terminal';

const help = `Type a question and press Enter. Ctrl-C stops an answer; at the prompt it leaves.
  /new            start a new conversation
  /system TEXT    set the system prompt, for the conversations that follow too
  /again          answer the last question once more
  /help           this list
  /exit           leave
`;

/** Where a terminal chat stands: the conversation, once the first question made one, and its last answer. */
interface ChatState {
  conversationId: string | null;
  lastAnswerId: string | null;
  systemPrompt: string | null;
  isAnswering: boolean;
  hasInputEnded: boolean;
}

/** A conversation in the terminal, stored like any other and open in the window afterwards. */
export async function chat(core: Core, terminal: Terminal): Promise<number> {
  const loaded = await core.models.load(null);
  terminal.output.write(
    `Loam chats here with ${loaded.modelId} on ${loaded.device === 'cpu' ? 'the processor' : loaded.device}; nothing leaves this computer.\n${help}`,
  );
  const lines = createInterface({ input: terminal.input, output: terminal.output, prompt: 'You: ' });
  const state: ChatState = {
    conversationId: null,
    lastAnswerId: null,
    systemPrompt: null,
    isAnswering: false,
    hasInputEnded: false,
  };
  lines.on('SIGINT', () => {
    if (state.isAnswering && state.conversationId !== null) core.generation.cancel(state.conversationId);
    else lines.close();
  });
  lines.once('close', () => {
    state.hasInputEnded = true;
  });
  lines.prompt();
  for await (const line of lines) {
    state.isAnswering = true;
    const goesOn = await handleLine(core, terminal, state, line.trim());
    state.isAnswering = false;
    if (!goesOn) break;
    // Piped input can end while an answer is being written; the lines read before are still answered.
    if (!state.hasInputEnded) lines.prompt();
  }
  lines.close();
  terminal.output.write('\n');
  return 0;
}

async function handleLine(core: Core, terminal: Terminal, state: ChatState, line: string): Promise<boolean> {
  const [command, ...rest] = line.split(' ');
  switch (command) {
    case '':
      return true;
    case '/exit':
    case '/quit':
      return false;
    case '/help':
      terminal.output.write(help);
      return true;
    case '/new':
      Object.assign(state, { conversationId: null, lastAnswerId: null });
      return true;
    case '/system':
      setSystemPrompt(core, state, rest.join(' '));
      return true;
    case '/again':
      if (state.lastAnswerId === null) terminal.output.write('There is no answer yet.\n');
      else await answer(core, terminal, state, { type: 'regenerate', messageId: state.lastAnswerId });
      return true;
    default:
      await answer(core, terminal, state, { type: 'send', parentId: state.lastAnswerId, text: line });
      return true;
  }
}

function setSystemPrompt(core: Core, state: ChatState, systemPrompt: string): void {
  state.systemPrompt = systemPrompt;
  if (state.conversationId !== null) core.conversations.update(state.conversationId, { systemPrompt });
}

async function answer(
  core: Core,
  terminal: Terminal,
  state: ChatState,
  turn: Parameters<Core['generation']['start']>[1],
): Promise<void> {
  try {
    state.conversationId ??= createConversation(core, state.systemPrompt);
    core.models.allowRestart();
    const { run } = core.generation.start(state.conversationId, turn);
    const message = await run((part) => {
      if (part.type === 'text-delta') terminal.output.write(part.text);
    });
    state.lastAnswerId = message.id;
    terminal.output.write(`\n${closingLine(message)}\n`);
  } catch (error) {
    // A refused turn (a full disk, a busy conversation) must not end the chat: say why, and ask on.
    terminal.errorOutput.write(`${serializeError(error).message}\n`);
  }
}

function createConversation(core: Core, systemPrompt: string | null): string {
  const { id } = core.conversations.create({
    assistantId: core.settings.get().defaultAssistantId,
    modelId: null,
  });
  if (systemPrompt !== null) core.conversations.update(id, { systemPrompt });
  return id;
}

function closingLine({ status, error, provenance }: Message): string {
  if (error) return deserializeError(error).message;
  const rate = provenance?.tokensPerSecond;
  const speed = rate === null || rate === undefined ? '' : ` · ${rate.toFixed(0)} tokens/s`;
  return `[${status === 'complete' ? 'done' : status}${speed}]`;
}
