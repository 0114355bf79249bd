// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useNavigation } from '../../navigation';
import { acceptTurns, answer, openChat, question } from '../../../test/helpers/renderer/openChat';
import type { RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge } from '../../../test/helpers/renderer/renderInApp';
import { sampleAnswer, sampleConversation, sampleMessage } from '../../../test/helpers/renderer/sampleChat';

let user: UserEvent;
let recording: RecordingBridge;

beforeEach(() => {
  user = userEvent.setup();
  recording = installBridge({ 'application.copyText': () => null });
});

afterEach(cleanup);

describe('messages', () => {
  test('the line under an answer says who wrote it and how fast', async () => {
    openChat(recording, [question, answer]);
    expect(await screen.findByText('SmolLM2 135M · 62 tokens/s · first word after 0.21 s')).toBeTruthy();
  });

  test('an edited question is sent under the parent of the first version', async () => {
    acceptTurns(recording);
    openChat(recording, [question, answer]);
    await user.click(await screen.findByRole('button', { name: 'Edit and resend' }));
    const field = screen.getByLabelText('Edit your question');
    expect(document.activeElement).toBe(field);
    await user.clear(field);
    await user.type(field, 'Why is it red?{Enter}');
    expect(recording.inputsOf('generation.start')).toEqual([
      { conversationId: 'c1', turn: { type: 'send', parentId: null, text: 'Why is it red?' } },
    ]);
    await waitFor(() => expect(screen.queryByLabelText('Edit your question')).toBeNull());
  });

  test('Escape leaves an edited question as it was', async () => {
    openChat(recording, [question, answer]);
    await user.click(await screen.findByRole('button', { name: 'Edit and resend' }));
    await user.keyboard('changed{Escape}');
    expect(screen.queryByLabelText('Edit your question')).toBeNull();
    expect(screen.getByText('Why is the sky blue?')).toBeTruthy();
  });

  test('regenerating asks for another answer to the same question', async () => {
    acceptTurns(recording);
    openChat(recording, [question, answer]);
    await user.click(await screen.findByRole('button', { name: 'Regenerate' }));
    expect(recording.inputsOf('generation.start')).toEqual([
      { conversationId: 'c1', turn: { type: 'regenerate', messageId: 'm2' } },
    ]);
  });

  test('versions are counted and switched', async () => {
    const second = sampleAnswer('m3', 'm1', { text: 'Because of air.' });
    recording.answer('conversations.selectBranch', ({ messageId }: { messageId: string }) =>
      sampleConversation({ activeLeafId: messageId }),
    );
    openChat(recording, [question, answer, second]);
    expect(await screen.findByText('Version 2 of 2')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Previous version' }));
    expect(await screen.findByText('Light is scattered.')).toBeTruthy();
    expect(screen.queryByText('Because of air.')).toBeNull();
    expect(recording.inputsOf('conversations.selectBranch')).toEqual([
      { conversationId: 'c1', messageId: 'm2' },
    ]);
  });

  test('a fork opens the new chat', async () => {
    recording.answer('conversations.fork', () => sampleConversation({ id: 'c2', activeLeafId: 'm2' }));
    openChat(recording, [question, answer]);
    const [, ofAnswer] = await screen.findAllByRole('button', { name: 'Fork into a new chat' });
    await user.click(ofAnswer!);
    await waitFor(() => expect(useNavigation.getState().conversationId).toBe('c2'));
    expect(recording.inputsOf('conversations.fork')).toEqual([{ conversationId: 'c1', messageId: 'm2' }]);
  });

  test('copying takes the message as it was written', async () => {
    openChat(recording, [question, { ...answer, text: '**Light** is scattered.' }]);
    const [, ofAnswer] = await screen.findAllByRole('button', { name: 'Copy' });
    await user.click(ofAnswer!);
    expect(recording.inputsOf('application.copyText')).toEqual([{ text: '**Light** is scattered.' }]);
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
  });

  test('details say in words how an answer was made', async () => {
    openChat(recording, [question, answer]);
    const button = await screen.findByRole('button', { name: 'Details' });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await user.click(button);
    expect(screen.getByText('The model finished its answer')).toBeTruthy();
    expect(screen.getByText(/46 newly evaluated, 766 still in memory/)).toBeTruthy();
  });

  test('the toolbar of a message is one stop of the Tab key, with arrow keys inside', async () => {
    openChat(recording, [question, answer]);
    const toolbar = await screen.findByRole('toolbar', { name: 'Answer actions' });
    const buttons = [...toolbar.querySelectorAll('button')];
    expect(buttons.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1, -1]);
    act(() => buttons[0]?.focus());
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(buttons[1]);
  });

  test('an answer cut off by a crash can be continued', async () => {
    openChat(recording, [question, sampleAnswer('m2', 'm1', { status: 'interrupted', provenance: null })]);
    expect(await screen.findByText(/Loam closed before the answer was finished/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Continue' })).toBeTruthy();
  });

  test('a failed answer offers the steps of its error', async () => {
    const error = {
      code: 'generation/prompt-too-long',
      message: 'It needs 6,210 tokens.',
      retryable: false,
    } as const;
    openChat(recording, [
      question,
      sampleAnswer('m2', 'm1', { text: '', status: 'failed', error, provenance: null }),
    ]);
    expect(await screen.findByText('It needs 6,210 tokens.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Edit the question' }));
    expect(await screen.findByLabelText('Edit your question')).toBeTruthy();
  });

  test('a mark shows where memory begins', async () => {
    recording.answer('generation.warm', () => ({
      usedTokens: 3900,
      contextSize: 4096,
      reservedTokens: 100,
      memoryStartsAtMessageId: 'm3',
    }));
    openChat(recording, [question, answer, sampleMessage('m3', 'm2'), sampleAnswer('m4', 'm3')]);
    const mark = await screen.findByText(/Loam’s memory begins here/);
    expect(mark.closest('[data-message-id]')?.getAttribute('data-message-id')).toBe('m3');
  });

  test('an answer written for an earlier page is followed until it is finished', async () => {
    const streaming = sampleAnswer('m2', 'm1', { text: 'Light', status: 'streaming', provenance: null });
    openChat(recording, [question, streaming]);
    expect(await screen.findByText('Being written…')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Stop the answer' })).toBeTruthy();
    recording.answer('conversations.messages', () => [question, answer]);
    act(() => recording.emit('conversations.changed', { id: 'c1' }));
    expect(await screen.findByText('Light is scattered.')).toBeTruthy();
    await waitFor(() => expect(screen.queryByText('Being written…')).toBeNull());
  });
});
