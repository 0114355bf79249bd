// @vitest-environment jsdom
import { emptyScope } from '../../../preload/contract/knowledge';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSampling } from '../../../preload/contract/sampling';
import { useNavigation } from '../../navigation';
import {
  acceptTurns,
  answer,
  CurrentChat,
  findComposer,
  openChat,
  question,
} from '../../../test/helpers/renderer/openChat';
import { refusal, type RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleConversation } from '../../../test/helpers/renderer/sampleChat';

let user: UserEvent;
let recording: RecordingBridge;

beforeEach(() => {
  user = userEvent.setup();
  recording = installBridge({ 'application.copyText': () => null });
});

afterEach(cleanup);

describe('drafts', () => {
  test('belong to their chat and survive a look at another one', async () => {
    openChat(recording, [question, answer]);
    await user.type(await findComposer(), 'Half a thought');
    act(() => useNavigation.getState().showConversation('c2'));
    await waitFor(async () => expect((await findComposer()).value).toBe(''));
    act(() => useNavigation.getState().showConversation('c1'));
    await waitFor(async () => expect((await findComposer()).value).toBe('Half a thought'));
  });

  test('a text offered by another screen goes into the composer', async () => {
    renderInApp(<CurrentChat />);
    act(() => useNavigation.getState().startNewChat({ draft: 'Offered' }));
    await waitFor(async () => expect((await findComposer()).value).toBe('Offered'));
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
    openChat(recording, [question, answer]);
    await user.type(await findComposer(), '/');
    await user.click(await screen.findByRole('option', { name: /Plain/ }));
    await waitFor(async () => expect((await findComposer()).value).toBe('Say hello.'));
  });

  test('"/" within a text is a slash', async () => {
    openChat(recording, [question, answer]);
    await user.type(await findComposer(), 'and/or');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  test('blanks are filled in before the text is inserted', async () => {
    openChat(recording, [question, answer]);
    await user.click(await screen.findByRole('button', { name: 'Insert a prompt template' }));
    await user.click(await screen.findByRole('option', { name: /Blanks/ }));
    await user.type(await screen.findByLabelText('topic'), 'soil');
    await user.click(screen.getByRole('button', { name: 'Insert' }));
    await waitFor(async () => expect((await findComposer()).value).toBe('Write about soil.'));
  });
});

describe('a fresh chat', () => {
  beforeEach(() => {
    acceptTurns(recording);
    recording.answer('conversations.create', ({ assistantId }: { assistantId: string | null }) =>
      sampleConversation({ assistantId }),
    );
    recording.answer('conversations.update', ({ changes }: { changes: object }) =>
      sampleConversation({ ...changes }),
    );
  });

  test('is created by its first message, and shows it without reading it again', async () => {
    renderInApp(<CurrentChat />);
    await user.type(await findComposer(), 'Hello{Enter}');
    expect(await screen.findByText('Hello', { selector: 'div' })).toBeTruthy();
    expect(useNavigation.getState().conversationId).toBe('c1');
    expect(recording.calls.filter(({ member }) => member.startsWith('conversations.'))).toEqual([
      {
        member: 'conversations.create',
        input: { assistantId: null, modelId: null, adapters: [], scope: emptyScope },
      },
    ]);
    expect((await findComposer()).value).toBe('');
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
    await user.type(await findComposer(), 'Hello{Enter}');
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
    await user.type(await findComposer(), 'Hello{Enter}');
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    expect((await findComposer()).value).toBe('Hello');
  });
});

describe('settings of a stored chat', () => {
  test('a new system prompt is saved to the conversation', async () => {
    recording.answer('conversations.update', ({ changes }: { changes: object }) =>
      sampleConversation({ activeLeafId: 'm2', ...changes }),
    );
    openChat(recording, [question, answer]);
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
