// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useNavigation } from '../../navigation';
import {
  acceptTurns,
  answer,
  findComposer,
  openChat,
  question,
} from '../../../test/helpers/renderer/openChat';
import { refusal, type RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge } from '../../../test/helpers/renderer/renderInApp';
import { sampleAnswer, sampleModel } from '../../../test/helpers/renderer/sampleChat';

let user: UserEvent;
let recording: RecordingBridge;

beforeEach(() => {
  user = userEvent.setup();
  recording = installBridge({ 'application.copyText': () => null });
});

afterEach(cleanup);

describe('sending', () => {
  test('Enter sends the text under the last message and empties the composer', async () => {
    acceptTurns(recording);
    openChat(recording, [question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await findComposer(), 'And at night?{Enter}');
    expect(recording.inputsOf('generation.start')).toEqual([
      { conversationId: 'c1', turn: { type: 'send', parentId: 'm2', text: 'And at night?' } },
    ]);
    expect(await screen.findByText('And at night?')).toBeTruthy();
    expect((await findComposer()).value).toBe('');
    expect(document.activeElement).toBe(await findComposer());
  });

  test('Shift+Enter starts a new line', async () => {
    openChat(recording, [question, answer]);
    await user.type(await findComposer(), 'one{Shift>}{Enter}{/Shift}two');
    expect((await findComposer()).value).toBe('one\ntwo');
    expect(recording.inputsOf('generation.start')).toEqual([]);
  });

  test('waits for the answer that is being written, and says why', async () => {
    acceptTurns(recording);
    openChat(recording, [question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await findComposer(), 'First{Enter}');
    await screen.findByRole('button', { name: 'Stop the answer' });
    await user.type(await findComposer(), 'Second{Enter}');
    expect(recording.inputsOf('generation.start')).toHaveLength(1);
    expect((await findComposer()).value).toBe('Second');
    expect(screen.getByText(/can be sent when this answer is finished/)).toBeTruthy();
  });

  test('a refused message stays in the composer, with its reason and a next step', async () => {
    recording.answer('generation.start', () => {
      throw refusal('storage/full', 'The disk is full.');
    });
    openChat(recording, [question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await findComposer(), 'Lost?{Enter}');
    expect(await screen.findByText('The disk is full.', { selector: 'p' })).toBeTruthy();
    expect((await findComposer()).value).toBe('Lost?');
    acceptTurns(recording);
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Lost?', { selector: 'div' })).toBeTruthy();
    expect((await findComposer()).value).toBe('');
  });

  test('without a model nothing can be sent, and the next step is there', async () => {
    recording.answer('models.list', () => []);
    openChat(recording, [question, answer]);
    await user.type(await findComposer(), 'Hello{Enter}');
    expect(recording.inputsOf('generation.start')).toEqual([]);
    expect(screen.getByText('There is no model yet')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Open models' }));
    expect(useNavigation.getState().screen).toBe('models');
  });

  test('a model whose file is gone is named', async () => {
    recording.answer('models.list', () => [{ ...sampleModel, isPresent: false }]);
    openChat(recording, [question, answer]);
    expect(await screen.findByText('The file of SmolLM2 135M is missing')).toBeTruthy();
  });
});

describe('an answer being written', () => {
  beforeEach(async () => {
    acceptTurns(recording);
    openChat(recording, [question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await findComposer(), 'Go{Enter}');
    await screen.findByRole('button', { name: 'Stop the answer' });
  });

  const send = (part: Parameters<RecordingBridge['streams'][number]['send']>[0]) =>
    act(() => recording.streams[0]?.send(part));

  test('says what is being waited for', async () => {
    send({ type: 'phase', phase: 'loading-model' });
    act(() =>
      recording.emit('models.statusChanged', { state: 'loading', modelId: 'starter', progress: 0.4 }),
    );
    expect(await screen.findByText('Loading the model… 40 %')).toBeTruthy();
    const contextUse = {
      usedTokens: 812,
      contextSize: 4096,
      reservedTokens: 1024,
      memoryStartsAtMessageId: null,
    };
    send({ type: 'context-use', contextUse });
    send({ type: 'phase', phase: 'reading' });
    expect(await screen.findByText('Reading 812 tokens…')).toBeTruthy();
    send({ type: 'text-delta', text: 'Stars.', completionTokens: 2 });
    expect(await screen.findByText('Writing… 2 tokens')).toBeTruthy();
  });

  test('goes on while another chat is looked at, and nothing of it is lost', async () => {
    send({ type: 'text-delta', text: 'Stars ', completionTokens: 1 });
    act(() => useNavigation.getState().showConversation('c2'));
    await waitFor(() => expect(screen.queryByText(/Stars/)).toBeNull());
    send({ type: 'text-delta', text: 'shine.', completionTokens: 2 });
    act(() => useNavigation.getState().showConversation('c1'));
    expect(await screen.findByText('Stars shine.')).toBeTruthy();
  });

  test('that ends while another chat is looked at is there on return', async () => {
    act(() => useNavigation.getState().showConversation('c2'));
    const finished = sampleAnswer('m12', 'm11', { text: 'Stars shine.' });
    send({ type: 'end', message: finished });
    act(() => useNavigation.getState().showConversation('c1'));
    expect(await screen.findByText('Stars shine.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Stop the answer' })).toBeNull();
  });

  test('is announced once, when it ended', async () => {
    send({ type: 'text-delta', text: 'Stars.', completionTokens: 2 });
    expect(screen.queryByText('Answer finished')).toBeNull();
    send({ type: 'end', message: sampleAnswer('m12', 'm11', { text: 'Stars.' }) });
    expect((await screen.findByText('Answer finished')).closest('[role="status"]')).not.toBeNull();
  });

  test('can be stopped; what was said stays and can be continued', async () => {
    send({ type: 'text-delta', text: 'Sta', completionTokens: 1 });
    await user.click(screen.getByRole('button', { name: 'Stop the answer' }));
    expect(recording.inputsOf('generation.cancel')).toEqual([{ conversationId: 'c1' }]);
    send({ type: 'end', message: sampleAnswer('m12', 'm11', { text: 'Sta', status: 'stopped' }) });
    expect(await screen.findByText('You stopped this answer.')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Continue' }));
    expect(recording.inputsOf('generation.start').at(-1)).toEqual({
      conversationId: 'c1',
      turn: { type: 'continue', messageId: 'm12' },
    });
  });
});
