// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../../preload/contract/conversations';
import { emptyScope, type KnowledgeScope, type Source } from '../../../../preload/contract/knowledge';
import { defaultSettings } from '../../../../preload/contract/settings';
import {
  acceptTurns,
  answer,
  CurrentChat,
  findComposer,
  question,
} from '../../../../test/helpers/renderer/openChat';
import { refusal, type RecordingBridge } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { sampleConversation } from '../../../../test/helpers/renderer/sampleChat';
import {
  noDocuments,
  sampleCollection,
  sampleDocument,
  sampleSource,
} from '../../../../test/helpers/renderer/sampleGrounding';
import { useNavigation } from '../../../navigation';
import { useAddModelsState } from '../../models/adding/addModelsStore';
import { runCommand } from '../../shortcuts/commands';

let user: UserEvent;
let recording: RecordingBridge;
/** The chat and its sources as the core has them. */
let stored: Conversation;
let sources: Source[];

beforeEach(() => {
  user = userEvent.setup();
  stored = sampleConversation({ activeLeafId: 'm2' });
  sources = [];
  recording = installBridge({
    'knowledge.collections': () => [
      sampleCollection(),
      sampleCollection({ id: 'k2', name: 'Garden', documents: { ...noDocuments, done: 2, queued: 3 } }),
    ],
    'knowledge.sources': () => sources,
    'conversations.get': () => stored,
    'conversations.messages': () => [question, answer],
    'conversations.update': ({ changes }: { changes: Partial<Conversation> }) => {
      stored = { ...stored, ...changes };
      return stored;
    },
    'conversations.create': ({ scope }: { scope: KnowledgeScope }) => {
      stored = sampleConversation({ scope });
      return stored;
    },
    'knowledge.attach': () => {
      sources = [sampleSource({ documents: { ...noDocuments, parsing: 1 }, lastIndexedAt: null })];
      stored = { ...stored, scope: { ...stored.scope, sourceIds: ['s1'] } };
      return sources;
    },
  });
});

afterEach(cleanup);

function open(scope: Partial<KnowledgeScope> = {}): void {
  stored = { ...stored, scope: { ...emptyScope, ...scope } };
  useNavigation.getState().showConversation('c1');
  renderInApp(<CurrentChat />);
}

async function openPicker(chip: string) {
  await user.click(await screen.findByRole('button', { name: chip }));
  return within(await screen.findByRole('dialog'));
}

function savedScopes(): unknown[] {
  return recording
    .inputsOf('conversations.update')
    .map((input) => (input as { changes: Partial<Conversation> }).changes.scope);
}

/** Waits until the chat itself is on screen, not only its frame. */
async function findStoredChat(): Promise<void> {
  await screen.findByText('A chat');
}

function drop(...names: string[]): void {
  const files = names.map((name) => new File(['x'], name));
  const dataTransfer = { types: ['Files'], files };
  fireEvent.drop(screen.getByRole('region', { name: 'Chat' }), { dataTransfer });
}

describe('the documents of a chat', () => {
  it('are chosen by collection, and kept at once', async () => {
    open();
    const picker = await openPicker('Documents: No documents');
    await user.click(await picker.findByRole('checkbox', { name: 'Workshop' }));
    await screen.findByRole('button', { name: 'Documents: Workshop' });
    await user.click(picker.getByRole('checkbox', { name: 'Garden' }));
    await screen.findByRole('button', { name: 'Documents: 2 collections' });
    expect(picker.getByText('5 files, 3 still to be read')).toBeDefined();
    await user.click(picker.getByRole('button', { name: 'Use none' }));
    await screen.findByRole('button', { name: 'Documents: No documents' });
    expect(savedScopes()).toEqual([
      { ...emptyScope, collectionIds: ['k1'] },
      { ...emptyScope, collectionIds: ['k1', 'k2'] },
      emptyScope,
    ]);
  });

  it('are found by name: folders, single files, and files inside of folders', async () => {
    sources = [
      sampleSource({ id: 's1', name: 'pump.md' }),
      sampleSource({ id: 's2', name: 'Pump papers', kind: 'folder' }),
    ];
    recording.answer('knowledge.documents', () => ({
      items: [
        sampleDocument({ id: 'd1', sourceId: 's1' }),
        sampleDocument({ id: 'd2', sourceId: 's2', name: 'old/pump.pdf' }),
      ],
      total: 2,
    }));
    open();
    const picker = await openPicker('Documents: No documents');
    await user.type(picker.getByRole('textbox', { name: 'Find a file or folder' }), 'PUMP');
    await picker.findByRole('checkbox', { name: 'old/pump.pdf' });
    expect(
      picker.getAllByRole('checkbox').map((box) => (box as HTMLInputElement).labels?.[0]?.textContent),
    ).toEqual(['pump.md', 'Pump papers', 'old/pump.pdf']);
    await user.click(picker.getByRole('checkbox', { name: 'Pump papers' }));
    await user.click(picker.getByRole('checkbox', { name: 'old/pump.pdf' }));
    await waitFor(() =>
      expect(savedScopes().at(-1)).toEqual({ ...emptyScope, sourceIds: ['s2'], documentIds: ['d2'] }),
    );
  });

  it('that were removed are said to be, and can be forgotten', async () => {
    sources = [sampleSource({ id: 's1', name: 'pump.md' })];
    open({ collectionIds: ['gone'], sourceIds: ['s1', 'gone'] });
    const picker = await openPicker('Documents: pump.md, 2 removed');
    expect(picker.getByText('2 choices of this chat were removed.')).toBeDefined();
    await user.click(picker.getByRole('button', { name: 'Forget removed' }));
    await screen.findByRole('button', { name: 'Documents: pump.md' });
    expect(savedScopes()).toEqual([{ ...emptyScope, sourceIds: ['s1'] }]);
    expect(picker.queryByRole('button', { name: 'Forget removed' })).toBeNull();
  });

  it('of which none is left leave a chat that says so', async () => {
    open({ sourceIds: ['gone'] });
    const picker = await openPicker('Documents: Documents removed');
    expect(picker.getByText(/^The documents of this chat were removed/)).toBeDefined();
    await user.click(picker.getByRole('button', { name: 'Forget removed' }));
    await screen.findByRole('button', { name: 'Documents: No documents' });
    expect(savedScopes()).toEqual([emptyScope]);
  });

  it('are opened by their command', async () => {
    open();
    await screen.findByRole('button', { name: 'Documents: No documents' });
    act(() => void runCommand('choose-documents'));
    await screen.findByRole('dialog');
  });

  it('lead to the knowledge screen while there are none', async () => {
    recording.answer('knowledge.collections', () => []);
    open();
    const picker = await openPicker('Documents: No documents');
    expect(await picker.findByText(/No documents yet/)).toBeDefined();
    await user.click(picker.getByRole('button', { name: 'Add documents' }));
    expect(useNavigation.getState().screen).toBe('knowledge');
  });
});

describe('a fresh chat', () => {
  it('begins with the default documents, and takes them along with its first message', async () => {
    const defaultScope = { ...emptyScope, collectionIds: ['k1'] };
    recording.answer('settings.get', () => ({ ...defaultSettings, defaultScope }));
    recording.answer('conversations.messages', () => []);
    acceptTurns(recording);
    renderInApp(<CurrentChat />);
    await screen.findByRole('button', { name: 'Documents: Workshop' });
    await user.type(await findComposer(), 'How much?{Enter}');
    await waitFor(() => expect(recording.inputsOf('generation.start')).toHaveLength(1));
    expect(recording.inputsOf('conversations.create')).toMatchObject([{ scope: defaultScope }]);
  });

  it('is created by files that are dropped on it, and keeps what was typed', async () => {
    recording.answer('conversations.messages', () => []);
    renderInApp(<CurrentChat />);
    await user.type(await findComposer(), 'Half a thought');
    drop('pump.md');
    const list = within(await screen.findByRole('list', { name: 'Files of this chat' }));
    expect(list.getByText('reading…')).toBeDefined();
    expect(recording.inputsOf('knowledge.attach')).toEqual([
      { conversationId: 'c1', paths: ['/dropped/pump.md'] },
    ]);
    expect(useNavigation.getState().conversationId).toBe('c1');
    expect((await findComposer()).value).toBe('Half a thought');
  });

  it('leaves no empty chat behind when nothing was chosen', async () => {
    recording.answer('knowledge.chooseAttachments', () => null);
    recording.answer('conversations.delete', () => null);
    renderInApp(<CurrentChat />);
    await findComposer();
    await user.click(screen.getByRole('button', { name: 'Attach files' }));
    await waitFor(() => expect(recording.inputsOf('conversations.delete')).toEqual([{ id: 'c1' }]));
    expect(useNavigation.getState().conversationId).toBeNull();
  });
});

describe('files that are dropped or pasted', () => {
  it('are given to the chat, and follow what becomes of them', async () => {
    open();
    await findStoredChat();
    drop('pump.md');
    await screen.findByText('reading…');
    await screen.findByRole('button', { name: 'Documents: pump.md' });
    sources = [sampleSource()];
    act(() => recording.emit('knowledge.changed', {}));
    await screen.findByText('ready');
  });

  it('are never taken for removed before they are known', async () => {
    sources = [sampleSource({ id: 's0', name: 'hose.md' })];
    recording.answer('knowledge.attach', () => {
      sources = [...sources, sampleSource()];
      // Later than the chat that names it.
      recording.answer('knowledge.sources', async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return sources;
      });
      stored = { ...stored, scope: { ...stored.scope, sourceIds: ['s0', 's1'] } };
      return sources;
    });
    open({ sourceIds: ['s0'] });
    const chip = await screen.findByRole('button', { name: 'Documents: hose.md' });
    const labels: (string | null)[] = [];
    const watching = new MutationObserver(() => labels.push(chip.getAttribute('aria-label')));
    watching.observe(chip, { attributeFilter: ['aria-label'] });
    drop('pump.md');
    await screen.findByRole('button', { name: 'Documents: 2 files' });
    watching.disconnect();
    expect(labels).toEqual(['Documents: 2 files']);
  });

  it('say why one could not be read, and are tried again or taken out', async () => {
    sources = [sampleSource({ name: 'scan.pdf', documents: { ...noDocuments, failed: 1 } })];
    recording.answer('knowledge.documents', () => ({
      items: [
        sampleDocument({
          state: 'failed',
          error: { code: 'document/no-text', message: 'It has no text.', retryable: false },
        }),
      ],
      total: 1,
    }));
    recording.answer('knowledge.retrySource', () => null);
    open({ sourceIds: ['s1'] });
    await screen.findByText('It has no text.');
    await user.click(screen.getByRole('button', { name: 'Read scan.pdf again' }));
    expect(recording.inputsOf('knowledge.retrySource')).toEqual([{ id: 's1' }]);
    await user.click(screen.getByRole('button', { name: 'Take scan.pdf out of this chat' }));
    await waitFor(() => expect(savedScopes()).toEqual([emptyScope]));
    expect(screen.queryByRole('list', { name: 'Files of this chat' })).toBeNull();
  });

  it('are attached by a paste, which then brings no text', async () => {
    open();
    await findStoredChat();
    const field = await findComposer();
    const clipboardData = { files: [new File(['x'], 'pump.md')], getData: () => 'pump.md', types: ['Files'] };
    fireEvent.paste(field, { clipboardData });
    await waitFor(() => expect(recording.inputsOf('knowledge.attach')).toHaveLength(1));
    expect(field.value).toBe('');
  });

  it('lead to the models screen when they are models', async () => {
    open();
    await findStoredChat();
    drop('qwen.gguf');
    await waitFor(() => expect(useNavigation.getState().screen).toBe('models'));
    expect(useAddModelsState.getState().asked).toMatchObject({ paths: ['/dropped/qwen.gguf'] });
    expect(recording.inputsOf('knowledge.attach')).toEqual([]);
  });

  it('are given to the core in pieces when they are many', async () => {
    open();
    await findStoredChat();
    drop(...Array.from({ length: 70 }, (_, index) => `page-${index}.md`));
    await waitFor(() => expect(recording.inputsOf('knowledge.attach')).toHaveLength(2));
    const counts = recording
      .inputsOf('knowledge.attach')
      .map((input) => (input as { paths: string[] }).paths.length);
    expect(counts).toEqual([50, 20]);
  });

  it('that the core refuses are told', async () => {
    recording.answer('knowledge.attach', () => {
      throw refusal('source/refused', 'This folder belongs to the system.');
    });
    open();
    await findStoredChat();
    drop('etc');
    await screen.findByText('This folder belongs to the system.');
  });
});
