// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Grounding } from '../../../../preload/contract/retrieval';
import { acceptTurns, findComposer, openChat, question } from '../../../../test/helpers/renderer/openChat';
import { refusal, type RecordingBridge } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge } from '../../../../test/helpers/renderer/renderInApp';
import { sampleAnswer, sampleProvenance } from '../../../../test/helpers/renderer/sampleChat';
import {
  nowhere,
  sampleCandidate,
  sampleCitation,
  sampleDocument,
  sampleGrounding,
  samplePassage,
} from '../../../../test/helpers/renderer/sampleGrounding';

let user: UserEvent;
let recording: RecordingBridge;

beforeEach(() => {
  user = userEvent.setup();
  recording = installBridge({
    'knowledge.read': ({ fromOrdinal, limit }: { fromOrdinal: number; limit: number }) => ({
      document: sampleDocument({ format: 'text' }),
      passages: [0, 1, 2].map((ordinal) => samplePassage(ordinal)).slice(fromOrdinal, fromOrdinal + limit),
      readablePassages: 3,
    }),
  });
});

afterEach(cleanup);

function answerWith(text: string, grounding: Grounding | null) {
  return sampleAnswer('m2', 'm1', { text, provenance: sampleProvenance({ grounding }) });
}

function openAnswer(text: string, grounding: Grounding | null): void {
  openChat(recording, [question, answerWith(text, grounding)]);
}

const twoPassages = sampleGrounding({
  sent: [
    sampleCitation(1, { place: { ...nowhere, page: 3 } }),
    sampleCitation(2, { documentId: 'd2', documentName: 'notes/costs.csv', fromOrdinal: 1 }),
  ],
});

describe('numbers in an answer', () => {
  it('lead to the passages they cite; others, code and links stay as they are', async () => {
    openAnswer(
      'It holds 40 litres [1]. Not [7], `list[1]`, [the [1] link](https://example.org).',
      twoPassages,
    );
    const mark = await screen.findByRole('button', { name: 'Source 1: pump.md, page 3' });
    expect(screen.getAllByRole('button', { name: /^Source/ })).toEqual([mark]);
    expect(screen.getByText('list[1]')).toBeDefined();
    expect(screen.getByRole('link').textContent).toBe('the [1] link');
    // What is copied is what was written.
    expect(mark.closest('p')?.textContent).toBe('It holds 40 litres [1]. Not [7], list[1], the [1] link.');
  });

  it('are text in an answer that read no documents', async () => {
    openAnswer('As in list [1].', null);
    await screen.findByText('As in list [1].');
  });

  it('show the beginning of the passage when they are focused', async () => {
    openAnswer('It holds 40 litres [1].', twoPassages);
    const mark = await screen.findByRole('button', { name: /^Source 1/ });
    act(() => mark.focus());
    await screen.findByText('Passage 1 of the document.');
  });

  it('become citations when the answer has ended', async () => {
    acceptTurns(recording);
    openAnswer('Hello.', null);
    await user.type(await findComposer(), 'How much?{Enter}');
    await screen.findByText('Sending…');
    act(() => recording.streams[0]?.send({ type: 'phase', phase: 'searching' }));
    await screen.findByText('Searching your documents…');
    act(() => {
      recording.streams[0]?.send({
        type: 'text-delta',
        text: 'It holds 40 litres [1].',
        completionTokens: 9,
      });
    });
    await screen.findByText(/It holds 40 litres/);
    expect(screen.queryByRole('button', { name: /^Source 1/ })).toBeNull();
    const message = { ...answerWith('It holds 40 litres [1].', twoPassages), id: 'm12', parentId: 'm11' };
    act(() => recording.streams[0]?.send({ type: 'end', message }));
    await screen.findByRole('button', { name: /^Source 1/ });
  });
});

describe('while documents are looked into', () => {
  it('the wait is said in words', async () => {
    acceptTurns(recording);
    openAnswer('Hello.', null);
    await user.type(await findComposer(), 'How much?{Enter}');
    await screen.findByText('Sending…');
    const phases = ['reading-documents', 'rewriting-question', 'searching'] as const;
    const words = ['Reading your documents…', 'Understanding the question…', 'Searching your documents…'];
    for (const [index, phase] of phases.entries()) {
      act(() => recording.streams[0]?.send({ type: 'phase', phase }));
      await screen.findByText(words[index] ?? '');
    }
  });
});

describe('below an answer', () => {
  it('stand the documents it cites, those it read besides, and how much of them was seen', async () => {
    openAnswer('It costs 40 [2].', {
      ...twoPassages,
      documents: [
        { documentId: 'd2', name: 'notes/costs.csv', seen: 'whole', passagesSeen: 3, passagesTotal: 3 },
        { documentId: 'd1', name: 'pump.md', seen: 'parts', passagesSeen: 6, passagesTotal: 212 },
      ],
      removedCitations: [9],
    });
    const sources = within(await screen.findByRole('region', { name: 'Sources' }));
    const textsOf = (name: string) =>
      within(sources.getByRole('list', { name }))
        .getAllByRole('button')
        .map(({ textContent }) => textContent);
    expect(textsOf('Sources')).toEqual(['costs.csv2read whole']);
    expect(textsOf('Also read')).toEqual(['pump.md6 of 212 passages seen']);
    expect(sources.getByText('Removed a citation to a passage that does not exist.')).toBeDefined();
    expect(sources.getByText(/Only parts of these documents were read/)).toBeDefined();
  });

  it('it says when nothing relevant was found', async () => {
    openAnswer('I guess.', sampleGrounding({ sent: [], isNothingRelevant: true }));
    await screen.findByText(/Nothing relevant was found in the documents of this chat/);
  });
});

describe('a citation that is followed', () => {
  it('opens the document beside the chat at the marked passage, and gives the focus back', async () => {
    openAnswer('It costs 40 [2].', {
      ...twoPassages,
      sent: [sampleCitation(2, { fromOrdinal: 1, toOrdinal: 1, text: 'Passage 2 of the document.' })],
    });
    const mark = await screen.findByRole('button', { name: /^Source 2/ });
    await user.click(mark);
    const viewer = within(await screen.findByRole('complementary', { name: 'Source' }));
    await viewer.findByRole('heading', { name: 'pump.md' });
    await waitFor(() => expect(viewer.getByRole('mark').textContent).toBe('Passage 2 of the document.'));
    expect(viewer.getByText('Passage 3 of the document.')).toBeDefined();
    expect(viewer.queryByText('Changed since this answer')).toBeNull();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('complementary', { name: 'Source' })).toBeNull());
    expect(document.activeElement).toBe(mark);
    expect(recording.inputsOf('generation.cancel')).toEqual([]);
  });

  it('shows what was quoted when the document changed since', async () => {
    openAnswer(
      'It costs 40 [1].',
      sampleGrounding({ sent: [sampleCitation(1, { text: 'It was 40 then.' })] }),
    );
    await user.click(await screen.findByRole('button', { name: /^Source 1/ }));
    const viewer = within(await screen.findByRole('complementary', { name: 'Source' }));
    await viewer.findByText('Changed since this answer');
    expect(viewer.getByText('It was 40 then.')).toBeDefined();
  });

  it('shows what was quoted when the document is gone', async () => {
    recording.answer('knowledge.read', () => {
      throw refusal('document/not-found', 'There is no such document.');
    });
    openAnswer('It costs 40 [1].', twoPassages);
    await user.click(await screen.findByRole('button', { name: /^Source 1/ }));
    const viewer = within(await screen.findByRole('complementary', { name: 'Source' }));
    await viewer.findByText('No longer among your documents');
    expect(viewer.getByText('Passage 1 of the document.')).toBeDefined();
    expect(viewer.queryByRole('button', { name: 'Show in folder' })).toBeNull();
  });

  it('shows the file in its folder', async () => {
    recording.answer('knowledge.revealDocument', () => null);
    openAnswer('It costs 40 [1].', twoPassages);
    await user.click(await screen.findByRole('button', { name: /^Source 1/ }));
    await user.click(await screen.findByRole('button', { name: 'Show in folder' }));
    expect(recording.inputsOf('knowledge.revealDocument')).toEqual([{ id: 'd1' }]);
  });
});

describe('why these passages', () => {
  async function openWhy(grounding: Grounding) {
    openAnswer('It costs 40 [1].', grounding);
    await user.click(await screen.findByRole('button', { name: 'Details' }));
    return within(await screen.findByRole('group', { name: 'Why these passages' }));
  }

  it('says what was searched, found, dropped and sent, and how long it took', async () => {
    const why = await openWhy(
      sampleGrounding({
        queryOrigin: 'rewritten',
        query: 'How much does the pump of the garden hold?',
        candidates: [
          sampleCandidate(0),
          sampleCandidate(1, {
            similarity: null,
            fullTextScore: 2.5,
            fusedScore: 0.2,
            outcome: 'below-floor',
            citation: null,
          }),
        ],
      }),
    );
    expect(why.getByText('How much does the pump of the garden hold?')).toBeDefined();
    expect(why.getByText(/The model rewrote the question/)).toBeDefined();
    const rows = why.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ['Passage', 'Meaning', 'Words', 'Together', 'What became of it'],
      ['pump.mdpassage 1', '0.62', '4.10', '0.80', 'sent as [1]'],
      ['pump.mdpassage 2', '–', '2.50', '0.20', 'too far from the question'],
    ]);
    expect(why.getByText('1 passage, 340 of at most 1,200 tokens.')).toBeDefined();
    expect(why.getByText('Passage 1 of the document.')).toBeDefined();
    expect(why.getByText(/In all 15 ms/)).toBeDefined();
  });

  it('says so when whole documents went in without a search', async () => {
    const why = await openWhy(sampleGrounding({ query: null, candidates: [], timings: null }));
    expect(why.getByText(/Nothing was searched/)).toBeDefined();
    expect(why.queryByRole('table')).toBeNull();
  });

  it('shows the reranker’s scores where there was one', async () => {
    const why = await openWhy(sampleGrounding({ candidates: [sampleCandidate(0, { rerankScore: 7.25 })] }));
    expect(why.getByRole('columnheader', { name: 'Reranked' })).toBeDefined();
    expect(why.getByText('7.25')).toBeDefined();
  });

  it('shows only the beginning of a long list at first', async () => {
    const candidates = Array.from({ length: 30 }, (_, index) => sampleCandidate(index));
    const why = await openWhy(sampleGrounding({ candidates }));
    expect(why.getAllByRole('row')).toHaveLength(13);
    await user.click(why.getByRole('button', { name: 'Show all 30' }));
    expect(why.getAllByRole('row')).toHaveLength(31);
  });
});
