// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KnowledgeDocument, ReaderPassage } from '../../../preload/contract/knowledge';
import { xssPayloads } from '../../../test/fixtures/xssPayloads';
import { findUnsafeParts } from '../../../test/helpers/renderer/findUnsafeParts';
import type { RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import {
  nowhere,
  sampleCitation,
  sampleDocument,
  samplePassage,
} from '../../../test/helpers/renderer/sampleGrounding';
import { SourceViewerLayout } from './SourceViewerLayout';
import { showSource, useSourceViewer } from './sourceViewerStore';

let user: UserEvent;
let recording: RecordingBridge;

beforeEach(() => {
  user = userEvent.setup();
  recording = installBridge();
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run, 0));
  vi.stubGlobal('cancelIdleCallback', clearTimeout);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function serve(document: Partial<KnowledgeDocument>, passages: readonly ReaderPassage[]): void {
  recording.answer('knowledge.read', ({ fromOrdinal, limit }: { fromOrdinal: number; limit: number }) => ({
    document: sampleDocument({ passages: passages.length, ...document }),
    passages: passages.slice(fromOrdinal, fromOrdinal + limit),
    readablePassages: passages.length,
  }));
}

async function view(ordinal = 0) {
  renderInApp(<SourceViewerLayout>The screen</SourceViewerLayout>);
  act(() => showSource({ documentId: 'd1', ordinal }));
  const viewer = within(await screen.findByRole('complementary', { name: 'Source' }));
  await viewer.findByRole('mark');
  return viewer;
}

describe('a document', () => {
  it('in Markdown is drawn as Markdown', async () => {
    serve({ format: 'markdown' }, [samplePassage(0, { text: '## Pump\n\nHolds **40** litres.' })]);
    const viewer = await view();
    expect(viewer.getByRole('heading', { name: 'Pump' })).toBeDefined();
    expect(viewer.getByText('40').tagName).toBe('STRONG');
  });

  it('that is still being embedded for the first time is there to read already', async () => {
    serve({ state: 'embedding', passages: 0, indexedAt: null }, [samplePassage(0), samplePassage(1)]);
    const viewer = await view(1);
    expect(viewer.getByRole('mark').textContent).toBe('Passage 2 of the document.');
  });

  it('of source code keeps its lines, coloured by its language', async () => {
    const text = 'const litres = 40;\nexport { litres };';
    serve({ format: 'code', name: 'pump.ts' }, [samplePassage(0, { kind: 'code', text })]);
    const viewer = await view();
    expect(viewer.getByRole('mark').querySelector('pre')?.textContent).toBe(text);
    await waitFor(() => expect(viewer.getByText('const').className).toContain('hljs-keyword'));
  });

  it('with a table shows its rows under the names of its columns', async () => {
    const passages = [
      samplePassage(0, { kind: 'table', text: 'Part\tPrice\nPump\t40', tableHeader: 'Part\tPrice' }),
      samplePassage(1, { kind: 'table', text: 'Hose\t9\nValve', tableHeader: 'Part\tPrice' }),
    ];
    serve({ format: 'xlsx', name: 'costs.xlsx' }, passages);
    const viewer = await view(1);
    const tables = viewer.getAllByRole('table').map((table) =>
      within(table)
        .getAllByRole('row')
        .map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    expect(tables).toEqual([
      [
        ['Part', 'Price'],
        ['Pump', '40'],
      ],
      [
        ['Part', 'Price'],
        ['Hose', '9'],
        ['Valve', ''],
      ],
    ]);
    expect(viewer.getAllByRole('columnheader')).toHaveLength(4);
  });

  it('in Markdown keeps the header of a table that is cut', async () => {
    const tableHeader = '| Part | Price |\n|---|---|';
    serve({ format: 'markdown' }, [
      samplePassage(0, { kind: 'table', text: '| Pump | 40 |\n', tableHeader }),
    ]);
    const viewer = await view();
    const rows = viewer.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([
      ['Part', 'Price'],
      ['Pump', '40'],
    ]);
  });

  it('names its pages, slides and sheets where they begin', async () => {
    serve({ format: 'pptx', name: 'talk.pptx' }, [
      samplePassage(0, { place: { ...nowhere, slide: 1, headingPath: ['Costs'] } }),
      samplePassage(1, { place: { ...nowhere, slide: 1 } }),
      samplePassage(2, { place: { ...nowhere, slide: 2 } }),
    ]);
    const viewer = await view();
    // In the head of the viewer stands all that is known of the place.
    expect(viewer.getByText('slide 1 · Costs')).toBeDefined();
    expect(viewer.getAllByText(/^slide \d$/).map(({ textContent }) => textContent)).toEqual([
      'slide 1',
      'slide 2',
    ]);
  });

  it.each(['html', 'markdown', 'text', 'code', 'csv'] as const)(
    'in %s brings nothing but text to the page, whatever it holds',
    async (format) => {
      const text = xssPayloads.map(({ markdown }) => markdown).join('\n\n');
      const kind = format === 'csv' ? 'table' : 'text';
      serve({ format, name: `hostile.${format}` }, [samplePassage(0, { text, kind })]);
      const viewer = await view();
      expect(findUnsafeParts(viewer.getByRole('mark'))).toEqual([]);
    },
  );
});

describe('the viewer', () => {
  it('asks for a long document part by part', async () => {
    const passages = Array.from({ length: 500 }, (_, ordinal) => samplePassage(ordinal));
    serve({ format: 'text' }, passages);
    renderInApp(<SourceViewerLayout>The screen</SourceViewerLayout>);
    act(() => showSource({ documentId: 'd1', ordinal: 300 }));
    await screen.findByRole('region', { name: 'Text of the document' });
    const asked = recording
      .inputsOf('knowledge.read')
      .map((input) => (input as { fromOrdinal: number; limit: number }).limit);
    expect(Math.max(...asked)).toBeLessThanOrEqual(200);
    expect(asked.length).toBeLessThan(6);
  });

  it('is as wide as the arrow keys make it', async () => {
    serve({ format: 'text' }, [samplePassage(0)]);
    await view();
    const splitter = screen.getByRole('separator', { name: 'Width of the source' });
    const before = Number(splitter.getAttribute('aria-valuenow'));
    act(() => splitter.focus());
    await user.keyboard('{ArrowLeft}');
    expect(Number(splitter.getAttribute('aria-valuenow'))).toBe(before + 24);
  });

  it('closes with its button, and with the screen it stands beside', async () => {
    serve({ format: 'text' }, [samplePassage(0)]);
    const viewer = await view();
    await user.click(viewer.getByRole('button', { name: 'Close the source' }));
    expect(screen.queryByRole('complementary', { name: 'Source' })).toBeNull();
    act(() => showSource({ documentId: 'd1', ordinal: 0, citation: sampleCitation(1) }));
    cleanup();
    expect(useSourceViewer.getState().view).toBeNull();
  });
});
