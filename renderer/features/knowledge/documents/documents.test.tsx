// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KnowledgeDocument } from '../../../../preload/contract/knowledge';
import type { RecordingBridge } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import {
  noDocuments,
  sampleCollection,
  sampleDocument,
  sampleSource,
} from '../../../../test/helpers/renderer/sampleGrounding';
import { sampleProgress } from '../../../../test/helpers/renderer/sampleKnowledge';
import { useSourceViewer } from '../../sourceViewer/sourceViewerStore';
import KnowledgeScreen from '../KnowledgeScreen';

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

const counts = { ...noDocuments, done: 298, failed: 1, queued: 1 };
const folder = sampleSource({
  kind: 'folder',
  path: '/home/ada/manuals',
  name: 'manuals',
  documents: counts,
});
const scan = sampleDocument({
  id: 'd2',
  name: 'old/scan.pdf',
  format: 'pdf',
  pages: 12,
  state: 'failed',
  passages: 0,
  indexedAt: null,
  error: { code: 'document/no-text', message: 'No text was found on its 12 pages.', retryable: false },
});

/** A main process with these files first and many more after them. */
function listOf(first: readonly KnowledgeDocument[], total: number) {
  return ({ offset, limit }: { offset: number; limit: number }) => ({
    items: Array.from({ length: Math.min(limit, total - offset) }, (_, index) => {
      const number = offset + index;
      return first[number] ?? sampleDocument({ id: `d${number + 1}`, name: `page ${number}.md` });
    }),
    total,
  });
}

async function openFolder(
  documents: (input: never) => unknown,
  answers: Parameters<typeof installBridge>[0] = {},
): Promise<RecordingBridge> {
  const recording = installBridge({
    'knowledge.collections': () => [sampleCollection({ documents: counts })],
    'knowledge.sources': () => [folder],
    'knowledge.progress': () => sampleProgress(),
    'knowledge.documents': documents,
    'knowledge.read': () => ({ document: sampleDocument(), passages: [] }),
    'retrieval.models': () => [],
    'retrieval.indexStatus': () => ({ embedderId: null, passages: 0, building: null }),
    ...answers,
  });
  renderInApp(<KnowledgeScreen />);
  await user.click(await screen.findByRole('button', { name: 'Show the files of manuals' }));
  await screen.findByRole('list', { name: 'Files' });
  return recording;
}

it('lists the files of a folder with what is known of each', async () => {
  await openFolder(listOf([sampleDocument({ indexedAt: Date.now(), pages: 1 }), scan], 300));
  expect(document.activeElement?.textContent).toBe('manuals');
  const rows = await screen.findAllByRole('listitem');
  expect(
    rows.some((row) =>
      /pump\.mdMarkdown · 4 kB · 1 page · 3 passages · indexed today.*Searchable/.test(row.textContent),
    ),
  ).toBe(true);
});

it('reads only the part of a long list that is on screen', async () => {
  const recording = await openFolder(listOf([], 5000));
  await screen.findByRole('button', { name: 'Open page 0.md' });
  expect(recording.inputsOf('knowledge.documents')).toEqual([{ sourceId: 's1', offset: 0, limit: 100 }]);
  expect(screen.getAllByRole('button', { name: /^Open page/ }).length).toBeLessThan(60);
  const viewport = screen
    .getByRole('list', { name: 'Files' })
    .closest<HTMLElement>('.mantine-ScrollArea-viewport');
  expect(viewport).not.toBeNull();
  if (viewport === null) return;
  viewport.scrollTop = 56 * 2500;
  fireEvent.scroll(viewport);
  await screen.findByRole('button', { name: 'Open page 2500.md' });
  const offsets = recording
    .inputsOf('knowledge.documents')
    .map((input) => (input as { offset: number }).offset);
  expect(offsets.length).toBeLessThan(5);
});

it('says why a file failed, and tries it again', async () => {
  const recording = await openFolder(listOf([scan], 1), { 'knowledge.reindexDocument': () => null });
  await screen.findByText('No text was found on its 12 pages.');
  expect(screen.queryByRole('button', { name: 'Open old/scan.pdf' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Try again: old/scan.pdf' }));
  expect(recording.inputsOf('knowledge.reindexDocument')).toEqual([{ id: 'd2' }]);
});

it('narrows the list down by state and by a part of the name', async () => {
  const recording = await openFolder(listOf([scan], 1));
  await user.click(screen.getByRole('radio', { name: 'Failed 1' }));
  await user.type(screen.getByRole('searchbox', { name: 'Part of the name' }), 'scan');
  await waitFor(() =>
    expect(recording.inputsOf('knowledge.documents').at(-1)).toEqual({
      sourceId: 's1',
      states: ['failed'],
      name: 'scan',
      offset: 0,
      limit: 100,
    }),
  );
  recording.answer('knowledge.documents', () => ({ items: [], total: 0 }));
  await user.type(screen.getByRole('searchbox', { name: 'Part of the name' }), 'x');
  await screen.findByText('No file is like that');
});

it('leads from the count of failures of a collection to the failed files of all its sources', async () => {
  const recording = await openFolder(listOf([scan], 1));
  await user.click(screen.getByRole('button', { name: 'All sources' }));
  expect(document.activeElement?.textContent).toBe('Workshop');
  await user.click(await screen.findByRole('button', { name: '1 file failed' }));
  await screen.findByText('No text was found on its 12 pages.');
  expect(recording.inputsOf('knowledge.documents').at(-1)).toEqual({
    collectionId: 'k1',
    states: ['failed'],
    offset: 0,
    limit: 100,
  });
});

it('moves with the arrow keys, and opens a file in the reader', async () => {
  await openFolder(listOf([], 300));
  const first = await screen.findByRole('button', { name: 'Open page 0.md' });
  first.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Open page 2.md'));
  await user.keyboard('{Enter}');
  expect(useSourceViewer.getState().view).toEqual({ documentId: 'd3', ordinal: 0 });
});

it('leaves a file out after a question, reads it again, and shows where it lies', async () => {
  const recording = await openFolder(listOf([sampleDocument()], 1), {
    'knowledge.removeDocument': () => null,
    'knowledge.reindexDocument': () => null,
    'knowledge.revealDocument': () => null,
  });
  const choose = async (option: string) => {
    await user.click(await screen.findByRole('button', { name: 'Options for pump.md' }));
    await user.click(await screen.findByRole('menuitem', { name: option }));
  };
  await choose('Read again');
  await choose('Show in the file manager');
  await choose('Leave out…');
  const dialog = within(await screen.findByRole('dialog', { name: 'Leave “pump.md” out?' }));
  expect(recording.inputsOf('knowledge.removeDocument')).toEqual([]);
  await user.click(dialog.getByRole('button', { name: 'Leave it out' }));
  await waitFor(() => expect(recording.inputsOf('knowledge.removeDocument')).toEqual([{ id: 'd1' }]));
  expect(recording.inputsOf('knowledge.reindexDocument')).toEqual([{ id: 'd1' }]);
  expect(recording.inputsOf('knowledge.revealDocument')).toEqual([{ id: 'd1' }]);
});
