import { PassThrough } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram } from '../../../main/commandLine/program';
import type { Terminal } from '../../../main/commandLine/terminal';
import { LoamError } from '../../../preload/contract/errors';
import { RecordingLanguageModel, type Script } from '../../helpers/recordingLanguageModel';
import { temporaryCore } from '../../helpers/temporaryCore';
import { temporaryFolder } from '../../helpers/temporaryFolder';

let script: Script;
let model: RecordingLanguageModel;
let interrupt: () => void;
let home: string;

beforeEach(() => {
  script = { pieces: ['Paris', ' it is.'] };
  model = new RecordingLanguageModel(() => script);
  home = temporaryFolder();
});

afterEach(() => {
  interrupt = () => undefined;
});

interface Ran {
  status: number;
  output: string;
  errorOutput: string;
}

/** Runs one command with this input; every command has a core of its own on the same data folder. */
async function run(words: string[], input = ''): Promise<Ran> {
  const output = new PassThrough();
  const errorOutput = new PassThrough();
  const terminal: Terminal = {
    input: PassThrough.from([input]),
    output,
    errorOutput,
    onInterrupt(listener) {
      interrupt = listener;
      return () => undefined;
    },
  };
  const program = createProgram(async ({ isEphemeral }) => {
    const { core } = await temporaryCore({ languageModelFor: () => model, isEphemeral }, home);
    return core;
  }, terminal);
  const status = await program.run(words);
  output.end();
  errorOutput.end();
  return { status, output: await readText(output), errorOutput: await readText(errorOutput) };
}

async function storedTitles(): Promise<string[]> {
  const { core } = await temporaryCore({}, home);
  const { items } = core.conversations.list({ offset: 0, limit: 100 });
  await core.dispose();
  return items.map(({ title }) => title);
}

describe('ask', () => {
  it('prints the answer as it is written', async () => {
    expect(await run(['ask', 'Capital of France?'])).toEqual({
      status: 0,
      output: 'Paris it is.\n',
      errorOutput: '',
    });
  });

  it('ends with one JSON object when asked for it', async () => {
    const { output } = await run(['ask', 'Capital of France?', '--json']);
    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual({
      text: 'Paris it is.',
      servedBy: 'local',
      model: 'recording',
      adapters: [],
      tokens: 2,
      tokensPerSecond: null,
      timeToFirstTokenMs: null,
    });
  });

  it('keeps nothing of the question', async () => {
    await run(['ask', 'A secret of mine']);
    expect(await storedTitles()).toEqual([]);
  });

  it('reads the question from standard input', async () => {
    await run(['ask', '-'], 'From a file');
    expect(model.requests[0]?.messages).toEqual([{ role: 'user', text: 'From a file' }]);
  });

  it('takes a system prompt and sampling', async () => {
    await run([
      'ask',
      'Hi',
      '--system',
      'Be brief.',
      '--temperature',
      '0',
      '--max-tokens',
      '9',
      '--seed',
      '4',
    ]);
    expect(model.requests[0]).toMatchObject({
      seed: 4,
      sampling: { temperature: 0, maxTokens: 9, seed: 4 },
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'Hi' },
      ],
    });
  });

  it('refuses an option out of range and names it', async () => {
    const { status, errorOutput } = await run(['ask', 'Hi', '--temperature', '9']);
    expect(status).toBe(1);
    expect(errorOutput).toContain('--temperature');
    expect(model.requests).toHaveLength(0);
  });

  it('keeps what was said when it is interrupted, and exits with 130', async () => {
    script = { pieces: ['one ', 'two ', 'three '], delayMs: 40 };
    const running = run(['ask', 'Count']);
    await expect.poll(() => model.requests.length).toBe(1);
    interrupt();
    expect((await running).status).toBe(130);
  });

  it('fails with the reason when there is no answer', async () => {
    script = { pieces: [], failure: new LoamError('model/file-missing', 'The file is not there.') };
    await expect(run(['ask', 'Hi'])).rejects.toMatchObject({ code: 'model/file-missing' });
  });

  it('asks for a question when there is none', async () => {
    await expect(run(['ask', ' '])).rejects.toMatchObject({ code: 'request/invalid' });
  });
});

describe('chat', () => {
  it('keeps the conversation, with its earlier turns in memory', async () => {
    const { output, status } = await run(['chat'], 'Capital of France?\nAnd of Spain?\n/exit\n');
    expect(status).toBe(0);
    expect(output.match(/Paris it is\./g)).toHaveLength(2);
    expect(model.requests[1]?.messages.map(({ text }) => text)).toEqual([
      'Capital of France?',
      'Paris it is.',
      'And of Spain?',
    ]);
    expect(await storedTitles()).toEqual(['Capital of France?']);
  });

  it('answers all lines of piped input that ends without /exit', async () => {
    const { output } = await run(['chat'], 'One?\n/again\n');
    expect(output.match(/Paris it is\./g)).toHaveLength(2);
  });

  it('starts anew and sets the system prompt', async () => {
    await run(['chat'], 'One?\n/new\n/system Be brief.\nTwo?\n');
    expect(model.requests[1]?.messages).toEqual([
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'Two?' },
    ]);
    expect(await storedTitles()).toHaveLength(2);
  });

  it('says why an answer failed and asks on', async () => {
    script = { pieces: [], failure: new LoamError('model/load-failed', 'The file is damaged.') };
    const { output, status } = await run(['chat'], 'One?\n/help\n');
    expect(output).toContain('The file is damaged.');
    expect(status).toBe(0);
  });
});

it('says what it can do when called without a command', async () => {
  const { output, errorOutput } = await run([]);
  expect(output + errorOutput).toContain('ask [options] <question>');
});
