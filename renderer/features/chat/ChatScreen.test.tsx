// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../preload/contract/conversations';
import { defaultSampling } from '../../../preload/contract/sampling';
import { useNavigation } from '../../navigation';
import { ChatScreen } from './ChatScreen';
import { setDraft } from './composer/draftStore';
import { refusal, type RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import {
  sampleAnswer,
  sampleConversation,
  sampleMessage,
  sampleModel,
} from '../../../test/helpers/renderer/sampleChat';

const question = sampleMessage('m1', null, { text: 'Why is the sky blue?' });
const answer = sampleAnswer('m2', 'm1', { text: 'Light is scattered.' });

let user: UserEvent;
let recording: RecordingBridge;

function CurrentChat() {
  return <ChatScreen conversationId={useNavigation((state) => state.conversationId)} />;
}

function openChat(messages: Message[], activeLeafId: string | null = messages.at(-1)?.id ?? null) {
  recording.answer('conversations.get', ({ id }: { id: string }) => sampleConversation({ id, activeLeafId }));
  recording.answer('conversations.messages', () => messages);
  useNavigation.getState().showConversation('c1');
  return renderInApp(<CurrentChat />);
}

/** The turn's messages as the main process would store them. */
function acceptTurns() {
  recording.answer(
    'generation.start',
    ({ turn }: { turn: { type: string; text: string; parentId: string } }) => ({
      streamId: 's1',
      userMessage: turn.type === 'send' ? sampleMessage('m11', turn.parentId, { text: turn.text }) : null,
      assistantMessage: sampleAnswer('m12', turn.type === 'send' ? 'm11' : 'm1', {
        text: '',
        status: 'streaming',
        provenance: null,
      }),
    }),
  );
}

const composer = () => screen.findByLabelText<HTMLTextAreaElement>('Message');

beforeEach(() => {
  user = userEvent.setup();
  recording = installBridge({ 'application.copyText': () => null });
  for (const key of [null, 'c1', 'c2']) setDraft(key, '');
});

afterEach(cleanup);

describe('sending', () => {
  test('Enter sends the text under the last message and empties the composer', async () => {
    acceptTurns();
    openChat([question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await composer(), 'And at night?{Enter}');
    expect(recording.inputsOf('generation.start')).toEqual([
      { conversationId: 'c1', turn: { type: 'send', parentId: 'm2', text: 'And at night?' } },
    ]);
    expect(await screen.findByText('And at night?')).toBeTruthy();
    expect((await composer()).value).toBe('');
    expect(document.activeElement).toBe(await composer());
  });

  test('Shift+Enter starts a new line', async () => {
    openChat([question, answer]);
    await user.type(await composer(), 'one{Shift>}{Enter}{/Shift}two');
    expect((await composer()).value).toBe('one\ntwo');
    expect(recording.inputsOf('generation.start')).toEqual([]);
  });

  test('waits for the answer that is being written, and says why', async () => {
    acceptTurns();
    openChat([question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await composer(), 'First{Enter}');
    await screen.findByRole('button', { name: 'Stop the answer' });
    await user.type(await composer(), 'Second{Enter}');
    expect(recording.inputsOf('generation.start')).toHaveLength(1);
    expect((await composer()).value).toBe('Second');
    expect(screen.getByText(/can be sent when this answer is finished/)).toBeTruthy();
  });

  test('a refused message stays in the composer, with its reason and a next step', async () => {
    recording.answer('generation.start', () => {
      throw refusal('storage/full', 'The disk is full.');
    });
    openChat([question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await composer(), 'Lost?{Enter}');
    expect(await screen.findByText('The disk is full.', { selector: 'p' })).toBeTruthy();
    expect((await composer()).value).toBe('Lost?');
    acceptTurns();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Lost?', { selector: 'div' })).toBeTruthy();
    expect((await composer()).value).toBe('');
  });

  test('without a model nothing can be sent, and the next step is there', async () => {
    recording.answer('models.list', () => []);
    openChat([question, answer]);
    await user.type(await composer(), 'Hello{Enter}');
    expect(recording.inputsOf('generation.start')).toEqual([]);
    expect(screen.getByText('There is no model yet')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Open models' }));
    expect(useNavigation.getState().screen).toBe('models');
  });

  test('a model whose file is gone is named', async () => {
    recording.answer('models.list', () => [{ ...sampleModel, isPresent: false }]);
    openChat([question, answer]);
    expect(await screen.findByText('The file of SmolLM2 135M is missing')).toBeTruthy();
  });
});

describe('an answer being written', () => {
  beforeEach(async () => {
    acceptTurns();
    openChat([question, answer]);
    await screen.findByText('Light is scattered.');
    await user.type(await composer(), 'Go{Enter}');
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

describe('messages', () => {
  test('the line under an answer says who wrote it and how fast', async () => {
    openChat([question, answer]);
    expect(await screen.findByText('SmolLM2 135M · 62 tokens/s · first word after 0.21 s')).toBeTruthy();
  });

  test('an edited question is sent under the parent of the first version', async () => {
    acceptTurns();
    openChat([question, answer]);
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
    openChat([question, answer]);
    await user.click(await screen.findByRole('button', { name: 'Edit and resend' }));
    await user.keyboard('changed{Escape}');
    expect(screen.queryByLabelText('Edit your question')).toBeNull();
    expect(screen.getByText('Why is the sky blue?')).toBeTruthy();
  });

  test('regenerating asks for another answer to the same question', async () => {
    acceptTurns();
    openChat([question, answer]);
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
    openChat([question, answer, second]);
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
    openChat([question, answer]);
    const [, ofAnswer] = await screen.findAllByRole('button', { name: 'Fork into a new chat' });
    await user.click(ofAnswer!);
    await waitFor(() => expect(useNavigation.getState().conversationId).toBe('c2'));
    expect(recording.inputsOf('conversations.fork')).toEqual([{ conversationId: 'c1', messageId: 'm2' }]);
  });

  test('copying takes the message as it was written', async () => {
    openChat([question, { ...answer, text: '**Light** is scattered.' }]);
    const [, ofAnswer] = await screen.findAllByRole('button', { name: 'Copy' });
    await user.click(ofAnswer!);
    expect(recording.inputsOf('application.copyText')).toEqual([{ text: '**Light** is scattered.' }]);
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
  });

  test('details say in words how an answer was made', async () => {
    openChat([question, answer]);
    const button = await screen.findByRole('button', { name: 'Details' });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await user.click(button);
    expect(screen.getByText('The model finished its answer')).toBeTruthy();
    expect(screen.getByText(/46 newly evaluated, 766 still in memory/)).toBeTruthy();
  });

  test('the toolbar of a message is one stop of the Tab key, with arrow keys inside', async () => {
    openChat([question, answer]);
    const toolbar = await screen.findByRole('toolbar', { name: 'Answer actions' });
    const buttons = [...toolbar.querySelectorAll('button')];
    expect(buttons.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1]);
    act(() => buttons[0]?.focus());
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(buttons[1]);
  });

  test('an answer cut off by a crash can be continued', async () => {
    openChat([question, sampleAnswer('m2', 'm1', { status: 'interrupted', provenance: null })]);
    expect(await screen.findByText(/Loam closed before the answer was finished/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Continue' })).toBeTruthy();
  });

  test('a failed answer offers the steps of its error', async () => {
    const error = {
      code: 'generation/prompt-too-long',
      message: 'It needs 6,210 tokens.',
      retryable: false,
    } as const;
    openChat([question, sampleAnswer('m2', 'm1', { text: '', status: 'failed', error, provenance: null })]);
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
    openChat([question, answer, sampleMessage('m3', 'm2'), sampleAnswer('m4', 'm3')]);
    const mark = await screen.findByText(/Loam’s memory begins here/);
    expect(mark.closest('[data-message-id]')?.getAttribute('data-message-id')).toBe('m3');
  });

  test('an answer written for an earlier page is followed until it is finished', async () => {
    const streaming = sampleAnswer('m2', 'm1', { text: 'Light', status: 'streaming', provenance: null });
    openChat([question, streaming]);
    expect(await screen.findByText('Being written…')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Stop the answer' })).toBeTruthy();
    recording.answer('conversations.messages', () => [question, answer]);
    act(() => recording.emit('conversations.changed', { id: 'c1' }));
    expect(await screen.findByText('Light is scattered.')).toBeTruthy();
    await waitFor(() => expect(screen.queryByText('Being written…')).toBeNull());
  });
});

describe('drafts', () => {
  test('belong to their chat and survive a look at another one', async () => {
    openChat([question, answer]);
    await user.type(await composer(), 'Half a thought');
    act(() => useNavigation.getState().showConversation('c2'));
    await waitFor(async () => expect((await composer()).value).toBe(''));
    act(() => useNavigation.getState().showConversation('c1'));
    await waitFor(async () => expect((await composer()).value).toBe('Half a thought'));
  });

  test('a text offered by another screen goes into the composer', async () => {
    renderInApp(<CurrentChat />);
    act(() => useNavigation.getState().startNewChat({ draft: 'Offered' }));
    await waitFor(async () => expect((await composer()).value).toBe('Offered'));
    expect(useNavigation.getState().draft).toBeNull();
  });
});

describe('templates', () => {
  beforeEach(() => {
    recording.answer('promptTemplates.list', () => [
      { id: 't1', name: 'Plain', text: 'Say hello.', createdAt: 1, updatedAt: 1 },
      { id: 't2', name: 'Blanks', text: 'Write about {{topic}}.', createdAt: 1, updatedAt: 1 },
    ]);
  });

  test('"/" in an empty composer opens them, and the chosen one takes its place', async () => {
    openChat([question, answer]);
    await user.type(await composer(), '/');
    await user.click(await screen.findByRole('option', { name: /Plain/ }));
    await waitFor(async () => expect((await composer()).value).toBe('Say hello.'));
  });

  test('"/" within a text is a slash', async () => {
    openChat([question, answer]);
    await user.type(await composer(), 'and/or');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  test('blanks are filled in before the text is inserted', async () => {
    openChat([question, answer]);
    await user.click(await screen.findByRole('button', { name: 'Insert a prompt template' }));
    await user.click(await screen.findByRole('option', { name: /Blanks/ }));
    await user.type(await screen.findByLabelText('topic'), 'soil');
    await user.click(screen.getByRole('button', { name: 'Insert' }));
    await waitFor(async () => expect((await composer()).value).toBe('Write about soil.'));
  });
});

describe('a fresh chat', () => {
  beforeEach(() => {
    acceptTurns();
    recording.answer('conversations.create', ({ assistantId }: { assistantId: string | null }) =>
      sampleConversation({ assistantId }),
    );
    recording.answer('conversations.update', ({ changes }: { changes: object }) =>
      sampleConversation({ ...changes }),
    );
  });

  test('is created by its first message, and shows it without reading it again', async () => {
    renderInApp(<CurrentChat />);
    await user.type(await composer(), 'Hello{Enter}');
    expect(await screen.findByText('Hello', { selector: 'div' })).toBeTruthy();
    expect(useNavigation.getState().conversationId).toBe('c1');
    expect(recording.calls.filter(({ member }) => member.startsWith('conversations.'))).toEqual([
      { member: 'conversations.create', input: { assistantId: null, modelId: null } },
    ]);
    expect((await composer()).value).toBe('');
  });

  test('an example question is sent as it stands', async () => {
    renderInApp(<CurrentChat />);
    const [example] = await screen.findAllByRole('listitem');
    await waitFor(() => expect(example?.querySelector('button')?.disabled).toBe(false));
    await user.click(example!.querySelector('button')!);
    await waitFor(() => expect(recording.inputsOf('generation.start')).toHaveLength(1));
  });

  test('keeps what was chosen for it until it is created', async () => {
    renderInApp(<CurrentChat />);
    await user.click(await screen.findByRole('button', { name: 'Chat settings' }));
    await user.type(await screen.findByLabelText('System prompt'), 'Be kind.');
    await user.keyboard('{Escape}');
    await user.type(await composer(), 'Hello{Enter}');
    await waitFor(() => expect(recording.inputsOf('generation.start')).toHaveLength(1));
    expect(recording.inputsOf('conversations.update')).toEqual([
      { id: 'c1', changes: { systemPrompt: 'Be kind.' } },
    ]);
  });

  test('that cannot be created keeps its message', async () => {
    recording.answer('conversations.create', () => {
      throw refusal('storage/full', 'The disk is full.');
    });
    renderInApp(<CurrentChat />);
    await user.type(await composer(), 'Hello{Enter}');
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    expect((await composer()).value).toBe('Hello');
  });
});

describe('settings of a stored chat', () => {
  test('a new system prompt is saved to the conversation', async () => {
    recording.answer('conversations.update', ({ changes }: { changes: object }) =>
      sampleConversation({ activeLeafId: 'm2', ...changes }),
    );
    openChat([question, answer]);
    await screen.findByText('Light is scattered.');
    await user.click(screen.getByRole('button', { name: 'Chat settings' }));
    await user.type(await screen.findByLabelText('System prompt'), 'Be kind.');
    await user.tab();
    await waitFor(() =>
      expect(recording.inputsOf('conversations.update')).toEqual([
        { id: 'c1', changes: { systemPrompt: 'Be kind.', sampling: defaultSampling } },
      ]),
    );
  });
});
