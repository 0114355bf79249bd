// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { IndexingProgress } from '../../../../preload/contract/knowledge';
import type { IndexStatus } from '../../../../preload/contract/retrieval';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { noDocuments, sampleSource } from '../../../../test/helpers/renderer/sampleGrounding';
import { sampleEmbedder, sampleProgress } from '../../../../test/helpers/renderer/sampleKnowledge';
import { IndexingBar } from './IndexingBar';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const underWay = sampleProgress({
  activity: 'indexing',
  filesDone: 11,
  filesTotal: 312,
  passagesDone: 1204,
  passagesWaiting: 30,
  passagesPerSecond: 13.7,
  timeLeftMs: 180_000,
  currentFile: 'pump.pdf',
});

function openBar(progress: IndexingProgress, status: Partial<IndexStatus> = {}) {
  const recording = installBridge({
    'knowledge.progress': () => progress,
    'knowledge.pause': () => null,
    'knowledge.resume': () => null,
    'knowledge.cancelSource': () => null,
    'retrieval.models': () => [sampleEmbedder({ id: 'e5', name: 'e5-small' })],
    'retrieval.indexStatus': () => ({ embedderId: 'minilm', passages: 0, building: null, ...status }),
  });
  const { container } = renderInApp(<IndexingBar />);
  return { recording, container };
}

it('is not there while there is nothing to do', async () => {
  const { recording } = openBar(sampleProgress());
  await waitFor(() => expect(recording.inputsOf('knowledge.progress')).toHaveLength(1));
  expect(screen.queryByRole('status')).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
});

it('tells files, passages, rate, time left and the file under way, as they change', async () => {
  const { recording, container } = openBar(underWay);
  await screen.findByText('Reading 12 of 312 files');
  expect(container.textContent).toContain('1,204 of 1,234 passages so far · 14 passages/s · 3 min left');
  expect(container.textContent).toContain('pump.pdf');
  expect(Number(screen.getByRole('progressbar').getAttribute('aria-valuenow'))).toBeCloseTo(3.5, 1);
  recording.emit('knowledge.progressChanged', { ...underWay, filesDone: 310, filesFailed: 1 });
  await screen.findByText('Reading 312 of 312 files');
  expect(container.textContent).toContain('1 failed');
});

it('pauses and goes on', async () => {
  const { recording } = openBar(underWay);
  const pause = await screen.findByRole('button', { name: 'Pause' });
  recording.answer('knowledge.progress', () => ({ ...underWay, activity: 'paused' }));
  await userEvent.click(pause);
  await screen.findByText('Paused: 301 files left to read');
  expect(recording.inputsOf('knowledge.pause')).toEqual([{}]);
  await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(recording.inputsOf('knowledge.resume')).toEqual([{}]);
});

it('cancels every source that still has something to read', async () => {
  const { recording } = openBar(underWay);
  recording.answer('knowledge.sources', () => [
    sampleSource({ id: 'busy', documents: { ...noDocuments, done: 1, queued: 2 } }),
    sampleSource({ id: 'read', documents: { ...noDocuments, done: 1 } }),
    sampleSource({ id: 'scanned', documents: noDocuments }),
  ]);
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() =>
    expect(recording.inputsOf('knowledge.cancelSource')).toEqual([{ id: 'busy' }, { id: 'scanned' }]),
  );
});

it('says what keeps everything from going on, with the next step', async () => {
  const problem = { code: 'storage/full', message: 'Free some space.', retryable: true } as const;
  const { recording } = openBar({ ...underWay, problem });
  await screen.findByText('Free some space.');
  expect(screen.getByText('The disk is full')).toBeDefined();
  expect(screen.getByText('Stopped: 301 files left to read')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Open data folder' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(recording.inputsOf('knowledge.resume')).toEqual([{}]);
});

it('tells of a new index that the old one serves until it is complete', async () => {
  openBar(sampleProgress({ activity: 'rebuilding' }), {
    building: { embedderId: 'e5', passagesDone: 1200, passagesTotal: 4000 },
  });
  await screen.findByText('Making a new search index');
  await screen.findByText('1,200 of 4,000 passages with e5-small. Searches use the old index until then.');
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('30');
});
