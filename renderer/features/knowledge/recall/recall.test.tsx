// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Candidate } from '../../../../preload/contract/retrieval';
import { refusal } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import {
  sampleCandidate,
  sampleCollection,
  sampleDocument,
} from '../../../../test/helpers/renderer/sampleGrounding';
import { sampleEmbedder, sampleQuestion, sampleRun } from '../../../../test/helpers/renderer/sampleKnowledge';
import { useSourceViewer } from '../../sourceViewer/sourceViewerStore';
import { RecallTab } from './RecallTab';

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

const timings = { embedMs: 8.71, vectorMs: 3.2, fullTextMs: 1.9, rerankMs: null, totalMs: 14.04 };
const found = (candidates: Candidate[], isNothingRelevant = false) => ({
  candidates,
  isNothingRelevant,
  timings,
});

function openRecall(answers: Parameters<typeof installBridge>[0] = {}) {
  const recording = installBridge({
    'knowledge.collections': () => [sampleCollection(), sampleCollection({ id: 'k2', name: 'Letters' })],
    'retrieval.recallQuestions': () => [],
    'retrieval.recallRuns': () => [],
    'retrieval.models': () => [sampleEmbedder()],
    ...answers,
  });
  renderInApp(<RecallTab />);
  return recording;
}

async function searchFor(query: string): Promise<void> {
  await user.type(await screen.findByRole('textbox', { name: 'Question' }), `${query}{Enter}`);
}

const pumps = found([
  sampleCandidate(4, {
    text: 'The PUMPS hold forty litres.',
    place: { page: 3, slide: null, sheet: null, headingPath: ['Tank'] },
  }),
  sampleCandidate(9, {
    documentName: 'noise.md',
    outcome: 'below-floor',
    fullTextScore: null,
    fusedScore: 0.1,
  }),
]);

describe('a search', () => {
  it('looks through everything, or through the collection that was chosen', async () => {
    const recording = openRecall({ 'retrieval.search': () => pumps });
    await searchFor('pump');
    await screen.findByRole('article', { name: 'Rank 1: pump.md' });
    await user.click(screen.getByRole('combobox', { name: 'Search in' }));
    await user.click(await screen.findByRole('option', { name: 'Letters' }));
    await user.click(screen.getByRole('button', { name: 'Search' }));
    await waitFor(() => expect(recording.inputsOf('retrieval.search')).toHaveLength(2));
    expect(recording.inputsOf('retrieval.search')).toEqual([
      { query: 'pump', scope: { collectionIds: ['k1', 'k2'], sourceIds: [], documentIds: [] }, limit: 50 },
      { query: 'pump', scope: { collectionIds: ['k2'], sourceIds: [], documentIds: [] }, limit: 50 },
    ]);
  });

  it('shows each passage with its place, its scores, its fate, and the words of the query marked', async () => {
    openRecall({ 'retrieval.search': () => pumps });
    await searchFor('how much does the pump hold');
    const first = await screen.findByRole('article', { name: 'Rank 1: pump.md' });
    expect(first.textContent).toMatch(/page 3 · Tank.*Meaning 0\.62Words 4\.10Together 0\.80/);
    expect([...first.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
      'PUMPS',
      'hold',
    ]);
    const second = screen.getByRole('article', { name: 'Rank 2: noise.md' });
    expect(second.textContent).toMatch(/too far from the question.*Words –/);
    expect(screen.getByText('1 passage found')).toBeDefined();
  });

  it('tells how long each step took', async () => {
    openRecall({ 'retrieval.search': () => pumps });
    await searchFor('pump');
    const list = (await screen.findByText('Query into a vector')).closest('dl');
    expect(list?.textContent).toBe(
      'Query into a vector8.71 msSearch by meaning3.2 msSearch by words1.9 msIn all14 ms',
    );
  });

  it('says so when nothing is relevant', async () => {
    openRecall({ 'retrieval.search': () => found([], true) });
    await searchFor('quantum gravity');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/Nothing relevant found.*instead of guessing/);
  });

  it('says why it could not be made', async () => {
    openRecall({
      'retrieval.search': () => {
        throw refusal('embedder/load-failed', 'The embedder did not load.');
      },
    });
    await searchFor('pump');
    await screen.findByText('The embedder did not load.');
  });

  it('leads to the passage in its document', async () => {
    openRecall({ 'retrieval.search': () => pumps });
    await searchFor('pump');
    await user.click(await screen.findByRole('button', { name: 'pump.md' }));
    expect(useSourceViewer.getState().view).toEqual({ documentId: 'd1', ordinal: 4 });
  });

  it('needs documents first', async () => {
    openRecall({ 'knowledge.collections': () => [] });
    await screen.findByText('Nothing to search yet');
  });
});

describe('a saved question', () => {
  it('is kept with the passage that was pointed at', async () => {
    const recording = openRecall({
      'retrieval.search': () => pumps,
      'retrieval.saveRecallQuestion': () => sampleQuestion(),
    });
    await searchFor('pump');
    await user.click(await screen.findByRole('button', { name: 'Save as right: pump.md' }));
    await user.type(
      await screen.findByRole('textbox', { name: /Words the right passage holds/ }),
      'forty litres',
    );
    recording.answer('retrieval.recallQuestions', () => [sampleQuestion({ expectedText: 'forty litres' })]);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText(/pump\.md · “forty litres” · in Workshop/);
    expect(recording.inputsOf('retrieval.saveRecallQuestion')).toEqual([
      {
        question: 'pump',
        scope: { collectionIds: ['k1', 'k2'], sourceIds: [], documentIds: [] },
        expectedDocumentId: 'd1',
        expectedText: 'forty litres',
      },
    ]);
  });

  it('can be given a file that the search did not find, by its name', async () => {
    const recording = openRecall({
      'knowledge.documents': ({ name = '' }: { name?: string }) => {
        const items = [sampleDocument(), sampleDocument({ id: 'd7', name: 'letter.md' })].filter((each) =>
          each.name.includes(name),
        );
        return { items, total: items.length };
      },
      'retrieval.saveRecallQuestion': () => sampleQuestion(),
    });
    await user.click(await screen.findByRole('button', { name: 'Save a question' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Save a question' }));
    await user.type(dialog.getByRole('textbox', { name: 'Question' }), 'Who wrote?');
    expect(dialog.getByRole('button', { name: 'Save' }).hasAttribute('disabled')).toBe(true);
    await user.type(dialog.getByRole('combobox', { name: 'File that should be found' }), 'lett');
    await waitFor(() =>
      expect(recording.inputsOf('knowledge.documents').at(-1)).toMatchObject({ name: 'lett' }),
    );
    await user.click(await screen.findByRole('option', { name: 'letter.md' }));
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(recording.inputsOf('retrieval.saveRecallQuestion')).toMatchObject([
        { question: 'Who wrote?', expectedDocumentId: 'd7', expectedText: '' },
      ]),
    );
  });

  it('tells where its source was found last, and that its file is gone', async () => {
    openRecall({
      'retrieval.recallQuestions': () => [
        sampleQuestion(),
        sampleQuestion({ id: 'q2', question: 'New?' }),
        sampleQuestion({ id: 'q3', question: 'Lost?', expectedDocumentId: null }),
      ],
      'retrieval.recallRuns': () => [sampleRun()],
    });
    const items = await screen.findAllByRole('listitem');
    await waitFor(() => expect(items[0]?.textContent).toContain('Rank 2'));
    expect(
      items.map(({ textContent }) => /Rank 2|Not run yet|Its file is gone/.exec(textContent)?.[0]),
    ).toEqual(['Rank 2', 'Not run yet', 'Its file is gone']);
  });

  it('is run with all others, and the outcome is told in figures', async () => {
    const recording = openRecall({
      'retrieval.recallQuestions': () => [sampleQuestion()],
      'retrieval.runRecall': () => sampleRun(),
    });
    await screen.findByText(/^Not run yet\. They also run by themselves/);
    recording.answer('retrieval.recallRuns', () => [sampleRun({ questions: 6, hits: 5 })]);
    await user.click(screen.getByRole('button', { name: 'Run all' }));
    await screen.findByText('83 %');
    expect(screen.getByText('0.50')).toBeDefined();
    await screen.findByText('Run today by hand, 5 of 6 found, with all-MiniLM-L6-v2');
    expect(recording.inputsOf('retrieval.runRecall')).toEqual([{}]);
  });

  it('shows how the figures change over the runs, as a chart and as a table', async () => {
    openRecall({
      'retrieval.recallQuestions': () => [sampleQuestion()],
      'retrieval.recallRuns': () => [
        sampleRun({ id: 'r1', questions: 2, hits: 1, meanReciprocalRank: 0.25 }),
        sampleRun({ id: 'r2', questions: 2, hits: 2, meanReciprocalRank: 1, trigger: 'after-indexing' }),
      ],
    });
    const chart = await screen.findByRole('img', { name: /over 2 runs/ }, { timeout: 5000 });
    expect(chart.getAttribute('aria-label')).toBe(
      'Hit rate and mean rank score over 2 runs: at first 50 % and 0.25, now 100 % and 1.00.',
    );
    await user.click(screen.getByRole('button', { name: 'All 2 runs' }));
    const rows = within(screen.getByRole('region', { name: 'All runs' })).getAllByRole('row');
    expect(rows.slice(1).map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/2 of 2.*1\.00.*after indexing/),
      expect.stringMatching(/1 of 2.*0\.25.*by hand/),
    ]);
  });

  it('is searched again by its name, and goes after a question', async () => {
    const recording = openRecall({
      'retrieval.recallQuestions': () => [sampleQuestion()],
      'retrieval.search': () => pumps,
      'retrieval.removeRecallQuestion': () => null,
    });
    await user.click(await screen.findByRole('button', { name: 'How much does the pump hold?' }));
    await screen.findByRole('article', { name: 'Rank 1: pump.md' });
    expect(recording.inputsOf('retrieval.search')).toMatchObject([
      { query: 'How much does the pump hold?', scope: { collectionIds: ['k1'] } },
    ]);
    await user.click(screen.getByRole('button', { name: /^Remove the question/ }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(recording.inputsOf('retrieval.removeRecallQuestion')).toEqual([{ id: 'q1' }]));
  });
});
