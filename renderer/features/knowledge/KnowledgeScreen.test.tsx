// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Collection, Source } from '../../../preload/contract/knowledge';
import { refusal, type RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import {
  noDocuments,
  sampleCollection,
  sampleDocument,
  sampleSource,
} from '../../../test/helpers/renderer/sampleGrounding';
import { sampleEmbedder, sampleProgress } from '../../../test/helpers/renderer/sampleKnowledge';
import { useNavigation } from '../../navigation';
import { useSourceViewer } from '../sourceViewer/sourceViewerStore';
import KnowledgeScreen from './KnowledgeScreen';

let user: UserEvent;

// Whole screens are searched by roles, which takes its time on a busy computer.
vi.setConfig({ testTimeout: 20_000 });

beforeEach(() => {
  user = userEvent.setup();
});

afterEach(() => {
  cleanup();
  notifications.clean();
});

const folder = sampleSource({
  id: 's2',
  kind: 'folder',
  path: '/home/ada/manuals',
  name: 'manuals',
  documents: { ...noDocuments, done: 10, failed: 2 },
  passages: 337,
});

function openKnowledge(
  collections: Collection[],
  sources: Source[] = [],
  answers: Parameters<typeof installBridge>[0] = {},
): RecordingBridge {
  const recording = installBridge({
    'knowledge.collections': () => collections,
    'knowledge.sources': () => sources,
    'knowledge.progress': () => sampleProgress(),
    'retrieval.models': () => [sampleEmbedder()],
    'retrieval.indexStatus': () => ({ embedderId: 'minilm', passages: 340, building: null }),
    ...answers,
  });
  renderInApp(<KnowledgeScreen />);
  return recording;
}

const card = async (name: string) => within(await screen.findByRole('article', { name }));

async function chooseFromMenu(button: string, option: string): Promise<void> {
  await user.click(await screen.findByRole('button', { name: button }));
  await user.click(await screen.findByRole('menuitem', { name: option }));
}

describe('adding', () => {
  it('is what an empty screen tells to do first', async () => {
    const recording = openKnowledge([], [], { 'knowledge.chooseSources': () => [folder] });
    await screen.findByText(/Add a folder or drop files here: Loam reads them on this computer/);
    await user.click(screen.getByRole('button', { name: 'Add a folder…' }));
    await waitFor(() => expect(recording.inputsOf('knowledge.chooseSources')).toEqual([{ kind: 'folder' }]));
  });

  it('puts files and folders into the collection on screen', async () => {
    const letters = sampleCollection({ id: 'k2', name: 'Letters' });
    const recording = openKnowledge([sampleCollection(), letters], [folder], {
      'knowledge.chooseSources': () => null,
    });
    await user.click(await screen.findByRole('button', { name: /^Letters/ }));
    await user.click(await screen.findByRole('button', { name: 'Add files…' }));
    await waitFor(() =>
      expect(recording.inputsOf('knowledge.chooseSources')).toEqual([{ kind: 'files', collectionId: 'k2' }]),
    );
  });

  it('does not put them among the files of chats unasked', async () => {
    const chatFiles = sampleCollection({ id: 'chat-files', name: 'Files from chats' });
    const recording = openKnowledge([chatFiles], [folder], { 'knowledge.chooseSources': () => null });
    await user.click(await screen.findByRole('button', { name: 'Add files…' }));
    await waitFor(() => expect(recording.inputsOf('knowledge.chooseSources')).toEqual([{ kind: 'files' }]));
  });

  it('takes what is dropped anywhere on the screen, and says why something was refused', async () => {
    const recording = openKnowledge([sampleCollection()], [folder], {
      'knowledge.addSources': () => {
        throw refusal('source/refused', 'The whole disk cannot be added.');
      },
    });
    await screen.findByText('manuals');
    const dataTransfer = { types: ['Files'], files: [new File(['a'], 'a.md')] };
    fireEvent.drop(screen.getByRole('heading', { level: 1 }), { dataTransfer });
    await screen.findByText('The whole disk cannot be added.');
    expect(recording.inputsOf('knowledge.addSources')).toEqual([
      { collectionId: 'k1', paths: ['/dropped/a.md'] },
    ]);
  });
});

describe('collections', () => {
  it('are made, and shown at once', async () => {
    const made = sampleCollection({ id: 'k9', name: 'Taxes', documents: noDocuments });
    const recording = openKnowledge([sampleCollection()], [folder], {
      'knowledge.createCollection': () => made,
    });
    await user.click(await screen.findByRole('button', { name: 'New collection' }));
    recording.answer('knowledge.collections', () => [sampleCollection(), made]);
    recording.answer('knowledge.sources', () => []);
    await user.keyboard('Taxes{Enter}');
    await screen.findByRole('heading', { name: 'Taxes' });
    expect(recording.inputsOf('knowledge.createCollection')).toEqual([{ name: 'Taxes' }]);
    await screen.findByText('Nothing in this collection yet');
  });

  it('are renamed', async () => {
    const recording = openKnowledge([sampleCollection()], [folder], {
      'knowledge.renameCollection': () => sampleCollection({ name: 'Shed' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Rename the collection Workshop' }));
    await user.keyboard('Shed{Enter}');
    expect(recording.inputsOf('knowledge.renameCollection')).toEqual([{ id: 'k1', name: 'Shed' }]);
  });

  it('go only after a question that says that the files stay', async () => {
    const recording = openKnowledge([sampleCollection()], [folder], {
      'knowledge.removeCollection': () => null,
    });
    await chooseFromMenu('Options for the collection Workshop', 'Remove…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove “Workshop”?' }));
    expect(dialog.getByText(/Your own files stay where they are/)).toBeDefined();
    expect(recording.inputsOf('knowledge.removeCollection')).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(recording.inputsOf('knowledge.removeCollection')).toEqual([{ id: 'k1' }]));
  });
});

describe('a source', () => {
  it('tells where it stands', async () => {
    openKnowledge([sampleCollection()], [{ ...folder, lastIndexedAt: Date.now() }]);
    const manuals = await screen.findByRole('article', { name: 'manuals' });
    expect(manuals.textContent).toMatch(
      /manuals.*2 failed.*\/home\/ada\/manuals.*12 files · 337 passages · 4 kB · last indexed today/,
    );
  });

  it('counts what is still to be read as it goes on', async () => {
    const recording = openKnowledge(
      [sampleCollection()],
      [{ ...folder, documents: { ...noDocuments, done: 3, queued: 9 } }],
    );
    await (await card('manuals')).findByText('3 of 12 searchable');
    recording.answer('knowledge.sources', () => [{ ...folder, documents: { ...noDocuments, done: 12 } }]);
    recording.emit('knowledge.changed', {});
    await (await card('manuals')).findByText('Searchable');
  });

  it('is tried again, read again, and no longer watched when that is asked for', async () => {
    const recording = openKnowledge([sampleCollection()], [folder], {
      'knowledge.retrySource': () => null,
      'knowledge.reindexSource': () => null,
      'knowledge.updateSource': () => ({ ...folder, isWatched: false }),
    });
    const manuals = await card('manuals');
    await user.click(manuals.getByRole('button', { name: 'Try again: 2 files of manuals' }));
    await user.click(manuals.getByRole('switch', { name: 'Watch for changes in manuals' }));
    await chooseFromMenu('Options for manuals', 'Read everything again');
    expect(recording.inputsOf('knowledge.retrySource')).toEqual([{ id: 's2' }]);
    expect(recording.inputsOf('knowledge.reindexSource')).toEqual([{ id: 's2' }]);
    expect(recording.inputsOf('knowledge.updateSource')).toEqual([
      { id: 's2', changes: { isWatched: false } },
    ]);
  });

  it('leaves out what its patterns say', async () => {
    const recording = openKnowledge([sampleCollection()], [{ ...folder, excludes: ['*.log'] }], {
      'knowledge.updateSource': () => folder,
    });
    await chooseFromMenu('Options for manuals', 'Leave files out…');
    const field = await screen.findByRole('textbox', { name: 'Patterns' });
    await user.type(field, '\n drafts/ \n');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(recording.inputsOf('knowledge.updateSource')).toEqual([
      { id: 's2', changes: { excludes: ['*.log', 'drafts/'] } },
    ]);
  });

  it('says why it cannot be read now, with a way to look again', async () => {
    const problem = {
      code: 'source/unreadable',
      message: 'The drive is not there.',
      retryable: true,
    } as const;
    const recording = openKnowledge([sampleCollection()], [{ ...folder, problem }], {
      'knowledge.retrySource': () => null,
    });
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('The drive is not there.')).toBeDefined();
    await user.click(alert.getByRole('button', { name: 'Try again' }));
    expect(recording.inputsOf('knowledge.retrySource')).toEqual([{ id: 's2' }]);
  });

  it('goes only after a question that says that the folder stays', async () => {
    const recording = openKnowledge([sampleCollection()], [folder], { 'knowledge.removeSource': () => null });
    await chooseFromMenu('Options for manuals', 'Remove…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove “manuals”?' }));
    expect(dialog.getByText(/The folder and its files stay where they are/)).toBeDefined();
    recording.answer('knowledge.sources', () => []);
    await user.click(dialog.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByRole('article', { name: 'manuals' })).toBeNull());
    expect(recording.inputsOf('knowledge.removeSource')).toEqual([{ id: 's2' }]);
  });

  it('that is one file opens in the reader, and in the file manager', async () => {
    const recording = openKnowledge([sampleCollection()], [sampleSource()], {
      'knowledge.documents': () => ({ items: [sampleDocument()], total: 1 }),
      'knowledge.revealDocument': () => null,
      'knowledge.read': () => ({ document: sampleDocument(), passages: [], readablePassages: 0 }),
    });
    await chooseFromMenu('Options for pump.md', 'Show in the file manager');
    expect(recording.inputsOf('knowledge.revealDocument')).toEqual([{ id: 'd1' }]);
    await user.click(screen.getByRole('button', { name: 'Open pump.md' }));
    await waitFor(() => expect(useSourceViewer.getState().view).toEqual({ documentId: 'd1', ordinal: 0 }));
  });

  it('of hundreds that were dropped is not drawn before it is asked for', async () => {
    const many = Array.from({ length: 90 }, (_, index) =>
      sampleSource({ id: `s${index}`, name: `letter ${index}.md` }),
    );
    openKnowledge([sampleCollection()], many);
    await screen.findByText('letter 39.md');
    expect(screen.queryByText('letter 40.md')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show 40 more of 50' }));
    await screen.findByText('letter 79.md');
  });
});

describe('search models', () => {
  const other = sampleEmbedder({ id: 'e5', name: 'e5-small', isStarter: false, isInUse: false });

  it('say what another embedder means before it is used', async () => {
    const recording = openKnowledge([sampleCollection()], [folder], {
      'retrieval.models': () => [sampleEmbedder(), other],
      'retrieval.useModel': () => null,
    });
    await user.click(await screen.findByRole('button', { name: /^Search models/ }));
    await user.click(await screen.findByRole('button', { name: 'Use e5-small' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Search with “e5-small”?' }));
    expect(dialog.getByText(/in the background.*searches use the old one/)).toBeDefined();
    await user.click(dialog.getByRole('button', { name: 'Use it' }));
    expect(recording.inputsOf('retrieval.useModel')).toEqual([{ id: 'e5' }]);
  });

  it('show how far the new index is', async () => {
    openKnowledge([sampleCollection()], [folder], {
      'retrieval.models': () => [sampleEmbedder(), { ...other, isInUse: true }],
      'retrieval.indexStatus': () => ({
        embedderId: 'minilm',
        passages: 340,
        building: { embedderId: 'e5', passagesDone: 120, passagesTotal: 340 },
      }),
    });
    await user.click(await screen.findByRole('button', { name: /^Search models/ }));
    const coming = await card('e5-small');
    await coming.findByText('Taking over');
    expect(coming.getByText(/^120 of 340 passages/)).toBeDefined();
    expect((await card('all-MiniLM-L6-v2')).getByRole('button', { name: 'Keep this one' })).toBeDefined();
  });

  it('are added from a folder, or refused with the reason', async () => {
    openKnowledge([sampleCollection()], [folder], {
      'retrieval.chooseModel': () => {
        throw refusal('embedder/file-invalid', 'There is no tokenizer.json in it.');
      },
    });
    await user.click(await screen.findByRole('button', { name: /^Search models/ }));
    await user.click(await screen.findByRole('button', { name: 'Add from a folder…' }));
    await screen.findByText('There is no tokenizer.json in it.');
  });

  it('use a reranker at once and do without it again', async () => {
    const reranker = sampleEmbedder({
      id: 'rr',
      kind: 'reranker',
      name: 'ms-marco',
      dimensions: null,
      isStarter: false,
      isInUse: true,
    });
    const recording = openKnowledge([sampleCollection()], [folder], {
      'retrieval.models': () => [sampleEmbedder(), reranker],
      'retrieval.stopReranking': () => null,
    });
    await user.click(await screen.findByRole('button', { name: /^Search models.*ms-marco/ }));
    await user.click(await screen.findByRole('button', { name: 'Search without it' }));
    expect(recording.inputsOf('retrieval.stopReranking')).toEqual([{}]);
  });

  it('are unfolded when one of them is missing', async () => {
    const problem = { code: 'embedder/not-found', message: 'Choose another one.', retryable: false } as const;
    openKnowledge([sampleCollection()], [folder], {
      'knowledge.progress': () => sampleProgress({ problem }),
    });
    await screen.findByText('Choose another one.');
    await screen.findByRole('article', { name: 'all-MiniLM-L6-v2' });
  });
});

it('leads from a collection to the test of its search', async () => {
  openKnowledge([sampleCollection()], [folder], {
    'retrieval.recallQuestions': () => [],
    'retrieval.recallRuns': () => [],
  });
  await chooseFromMenu('Options for the collection Workshop', 'Test the search in it');
  expect(useNavigation.getState()).toMatchObject({ knowledgeTab: 'recall', knowledgeCollectionId: 'k1' });
  expect((await screen.findByRole<HTMLInputElement>('combobox', { name: 'Search in' })).value).toBe(
    'Workshop',
  );
});
