import { beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../../preload/contract/conversations';
import { sampleAnswer } from '../../../../test/helpers/renderer/sampleChat';
import { createAnswerReceiver } from './answerReceiver';
import { generationStore, resetGenerationStore, setLiveAnswer } from './generationStore';

const end = { type: 'end', message: sampleAnswer('m2', 'm1', { text: 'Hello there' }) } as const;

let frames: (() => void)[];
let ended: Message[];
let changes: number;

function receiver() {
  return createAnswerReceiver({
    conversationId: 'c1',
    requestFrame: (run) => frames.push(run),
    onEnd: (message) => ended.push(message),
  });
}

function live() {
  return generationStore.getState().answers['c1'];
}

function drawFrame() {
  for (const run of frames.splice(0)) run();
}

function word(text: string, completionTokens: number) {
  return { type: 'text-delta', text, completionTokens } as const;
}

beforeEach(() => {
  resetGenerationStore();
  frames = [];
  ended = [];
  setLiveAnswer('c1', {
    messageId: 'm2',
    text: '',
    phase: 'sending',
    completionTokens: 0,
    readsDocuments: false,
    isStopping: false,
  });
  changes = 0;
});

describe('words', () => {
  test('are applied once a frame, however many came', () => {
    const unsubscribe = generationStore.subscribe(() => (changes += 1));
    const receive = receiver();
    for (let tokens = 1; tokens <= 50; tokens += 1) receive(word('a', tokens));
    expect([frames.length, changes]).toEqual([1, 0]);
    drawFrame();
    expect(changes).toBe(1);
    expect(live()).toMatchObject({ text: 'a'.repeat(50), completionTokens: 50, phase: 'writing' });
    unsubscribe();
  });

  test('of later frames are added to those before', () => {
    const receive = receiver();
    receive(word('Hello', 1));
    drawFrame();
    receive(word(' there', 2));
    drawFrame();
    expect(live()?.text).toBe('Hello there');
  });

  test('go on after the text of a continued answer', () => {
    setLiveAnswer('c1', {
      messageId: 'm2',
      text: 'Begun',
      phase: 'reading',
      completionTokens: 0,
      readsDocuments: false,
      isStopping: false,
    });
    const receive = receiver();
    receive(word(' and finished', 3));
    drawFrame();
    expect(live()?.text).toBe('Begun and finished');
  });

  test('change no other conversation', () => {
    setLiveAnswer('c2', {
      messageId: 'm9',
      text: 'x',
      phase: 'writing',
      readsDocuments: false,
      completionTokens: 1,
      isStopping: false,
    });
    const other = generationStore.getState().answers['c2'];
    const receive = receiver();
    receive(word('Hello', 1));
    drawFrame();
    expect(generationStore.getState().answers['c2']).toBe(other);
  });
});

test('phases and the use of the window show at once', () => {
  const receive = receiver();
  receive({ type: 'phase', phase: 'reading' });
  const contextUse = {
    usedTokens: 812,
    contextSize: 4096,
    reservedTokens: 1024,
    memoryStartsAtMessageId: 'm1',
  };
  receive({ type: 'context-use', contextUse });
  expect(live()?.phase).toBe('reading');
  expect(generationStore.getState().contexts['c1']).toEqual({ use: contextUse, completionTokens: 0 });
});

describe('the terminal part', () => {
  test('is handed on once, with the words before it applied', () => {
    const receive = receiver();
    receive(word('Hello there', 2));
    receive(end);
    expect(live()?.text).toBe('Hello there');
    expect(ended).toEqual([end.message]);
  });

  test('is the last one: what comes after changes nothing', () => {
    const receive = receiver();
    receive(word('Hello', 1));
    receive(end);
    receive(word(' again', 2));
    receive({ type: 'phase', phase: 'reading' });
    receive(end);
    drawFrame();
    expect(live()).toMatchObject({ text: 'Hello', phase: 'writing' });
    expect(ended).toHaveLength(1);
  });
});
