// @vitest-environment jsdom
import { waitFor } from '@testing-library/react';
import type { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Conversation, Message } from '../../../../preload/contract/conversations';
import { createQueryClient } from '../../../queryClient';
import { conversationKeys } from '../../conversations/queries';
import { refusal, type RecordingBridge } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge } from '../../../../test/helpers/renderer/renderInApp';
import {
  sampleAnswer,
  sampleConversation,
  sampleMessage,
  sampleProvenance,
} from '../../../../test/helpers/renderer/sampleChat';
import { generationStore, setContextUse } from './generationStore';
import { attemptTurn, stopAnswer } from './runTurn';

const question = sampleMessage('m1', null, { text: 'Why?' });
const emptyAnswer = sampleAnswer('m2', 'm1', { text: '', status: 'streaming', provenance: null });
const finished = sampleAnswer('m2', 'm1', { text: 'Because.' });
const send = { type: 'send', parentId: null, text: 'Why?' } as const;

let client: QueryClient;
let recording: RecordingBridge;

function cachedMessages(): Message[] | undefined {
  return client.getQueryData<Message[]>(conversationKeys.messages('c1'));
}

function live() {
  return generationStore.getState().answers['c1'];
}

function attempt(turn: Parameters<typeof attemptTurn>[0]['turn'] = send) {
  return attemptTurn({ client, conversationId: 'c1', turn, requestFrame: (run) => run() });
}

beforeEach(() => {
  client = createQueryClient();
  client.setQueryData(conversationKeys.detail('c1'), sampleConversation());
  client.setQueryData(conversationKeys.messages('c1'), []);
  recording = installBridge({
    'generation.start': () => ({ streamId: 's1', userMessage: question, assistantMessage: emptyAnswer }),
  });
});

describe('a turn that is accepted', () => {
  test('puts both messages on screen and makes the answer the end of the branch', async () => {
    expect(await attempt()).toBe(true);
    expect(cachedMessages()).toEqual([question, emptyAnswer]);
    expect(client.getQueryData<Conversation>(conversationKeys.detail('c1'))?.activeLeafId).toBe('m2');
    expect(live()).toMatchObject({ messageId: 'm2', text: '' });
  });

  test('takes the final message from the terminal part, without asking for it', async () => {
    await attempt();
    const [stream] = recording.streams;
    stream?.send({ type: 'text-delta', text: 'Because.', completionTokens: 2 });
    stream?.send({ type: 'end', message: finished });
    expect(cachedMessages()).toEqual([question, finished]);
    await waitFor(() => expect(live()).toBeUndefined());
    expect(recording.inputsOf('conversations.messages')).toEqual([]);
  });

  test('leaves the live words in place until the cache has told its readers', async () => {
    await attempt();
    recording.streams[0]?.send({ type: 'text-delta', text: 'Because.', completionTokens: 2 });
    recording.streams[0]?.send({ type: 'end', message: finished });
    expect(live()?.text).toBe('Because.');
  });

  test('counts each end, so that two equal ends are told apart', async () => {
    await attempt();
    recording.streams[0]?.send({ type: 'end', message: finished });
    await waitFor(() => expect(live()).toBeUndefined());
    await attempt();
    recording.streams[1]?.send({ type: 'end', message: finished });
    expect(generationStore.getState().outcomes['c1']).toEqual({ status: 'complete', count: 2 });
  });

  test('loses no part that overtakes its acknowledgement', async () => {
    recording.answer('generation.start', () => {
      recording.streams[0]?.send({ type: 'phase', phase: 'writing' });
      recording.streams[0]?.send({ type: 'text-delta', text: 'Because.', completionTokens: 2 });
      return { streamId: 's1', userMessage: question, assistantMessage: emptyAnswer };
    });
    await attempt();
    expect(live()).toMatchObject({ messageId: 'm2', text: 'Because.', phase: 'writing' });
  });

  test('counts the finished answer as part of the window', async () => {
    await attempt();
    setContextUse('c1', {
      usedTokens: 800,
      contextSize: 4096,
      reservedTokens: 1024,
      memoryStartsAtMessageId: null,
    });
    const provenance = sampleProvenance({ promptTokens: 812, completionTokens: 188 });
    recording.streams[0]?.send({ type: 'end', message: { ...finished, provenance } });
    expect(generationStore.getState().contexts['c1']?.use.usedTokens).toBe(1000);
  });
});

describe('continuing an answer', () => {
  test('goes on in place, after the words that are there', async () => {
    const stopped = sampleAnswer('m2', 'm1', { text: 'Beca', status: 'stopped' });
    client.setQueryData(conversationKeys.messages('c1'), [question, stopped]);
    recording.answer('generation.start', () => ({
      streamId: 's1',
      userMessage: null,
      assistantMessage: { ...stopped, status: 'streaming' },
    }));
    await attempt({ type: 'continue', messageId: 'm2' });
    recording.streams[0]?.send({ type: 'text-delta', text: 'use.', completionTokens: 1 });
    expect(live()?.text).toBe('Because.');
    expect(cachedMessages()).toEqual([question, { ...stopped, status: 'streaming' }]);
  });
});

describe('a turn that is refused', () => {
  beforeEach(() => {
    recording.answer('generation.start', () => {
      throw refusal('storage/full', 'The disk is full.');
    });
  });

  test('changes nothing and is kept with its reason', async () => {
    expect(await attempt()).toBe(false);
    expect(cachedMessages()).toEqual([]);
    expect(live()).toBeUndefined();
    expect(generationStore.getState().refusals['c1']).toMatchObject({
      turn: send,
      error: { code: 'storage/full', message: 'The disk is full.' },
    });
  });

  test('is forgotten with the next attempt', async () => {
    await attempt();
    recording.answer('generation.start', () => ({
      streamId: 's1',
      userMessage: question,
      assistantMessage: emptyAnswer,
    }));
    await attempt();
    expect(generationStore.getState().refusals['c1']).toBeUndefined();
  });
});

describe('stopping', () => {
  test('asks the main process and shows so until the terminal part comes', async () => {
    await attempt();
    stopAnswer('c1');
    expect(recording.inputsOf('generation.cancel')).toEqual([{ conversationId: 'c1' }]);
    expect(live()?.isStopping).toBe(true);
    recording.streams[0]?.send({ type: 'end', message: { ...finished, status: 'stopped' } });
    expect(generationStore.getState().outcomes['c1']?.status).toBe('stopped');
    await waitFor(() => expect(live()).toBeUndefined());
  });

  test('before the acknowledgement is asked once more after it, when there is something to stop', async () => {
    const attempted = attempt();
    stopAnswer('c1');
    await attempted;
    expect(recording.calls.map(({ member }) => member)).toEqual([
      'generation.start',
      'generation.cancel',
      'generation.cancel',
    ]);
  });

  test('that fails lets the answer go on', async () => {
    await attempt();
    recording.answer('generation.cancel', () => {
      throw refusal('internal/unexpected', 'No.');
    });
    stopAnswer('c1');
    await waitFor(() => expect(live()?.isStopping).toBe(false));
  });
});
