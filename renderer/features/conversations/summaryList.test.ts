import { describe, expect, it, vi } from 'vitest';
import type { ConversationSummary } from '../../../preload/contract/conversations';
import { loadSummaries, removeSummary, upsertSummary } from './summaryList';

function summary(
  id: string,
  updatedAt: number,
  changes: Partial<ConversationSummary> = {},
): ConversationSummary {
  return { id, title: `Chat ${id}`, pinnedAt: null, updatedAt, ...changes };
}

/** A main process that holds these summaries and notes the pages it was asked for. */
function pagesOf(all: readonly ConversationSummary[]) {
  const asked: { offset: number; limit: number }[] = [];
  const list = (page: { offset: number; limit: number }) => {
    asked.push(page);
    return Promise.resolve({
      items: all.slice(page.offset, page.offset + page.limit),
      total: all.length,
    });
  };
  return { list, asked };
}

const many = Array.from({ length: 2500 }, (_, index) => summary(`c${index}`, 5000 - index));

describe('loading the summaries', () => {
  it('publishes the first page and returns all of them in order', async () => {
    const { list, asked } = pagesOf(many);
    const onFirstPage = vi.fn();
    const loaded = await loadSummaries(list, { signal: new AbortController().signal, onFirstPage });
    expect(loaded).toEqual(many);
    expect(onFirstPage.mock.calls).toEqual([[many.slice(0, 200)]]);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 200, 1200, 2200]);
  });

  it('asks once when the first page is all there is', async () => {
    const { list, asked } = pagesOf(many.slice(0, 3));
    const onFirstPage = vi.fn();
    await loadSummaries(list, { signal: new AbortController().signal, onFirstPage });
    expect(asked).toHaveLength(1);
    expect(onFirstPage).not.toHaveBeenCalled();
  });

  it('ends when chats disappear while it reads', async () => {
    let total = 2500;
    const list = ({ offset, limit }: { offset: number; limit: number }) => {
      const page = { items: many.slice(0, total).slice(offset, offset + limit), total: 2500 };
      total = 200;
      return Promise.resolve(page);
    };
    const loaded = await loadSummaries(list, {
      signal: new AbortController().signal,
      onFirstPage: () => undefined,
    });
    expect(loaded).toHaveLength(200);
  });

  it('shows a chat once that moved to another page meanwhile', async () => {
    const shifted = [...many.slice(0, 200), ...many.slice(199)];
    const { list } = pagesOf(shifted);
    const loaded = await loadSummaries(list, {
      signal: new AbortController().signal,
      onFirstPage: () => undefined,
    });
    expect(loaded).toEqual(many);
  });

  it('stops when nobody waits for it any more', async () => {
    const abort = new AbortController();
    const { list, asked } = pagesOf(many);
    const loading = loadSummaries(list, { signal: abort.signal, onFirstPage: () => abort.abort() });
    await expect(loading).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });
});

describe('changing the list', () => {
  const list = [summary('pinned', 1, { pinnedAt: 9 }), summary('b', 20), summary('a', 10)];

  it('moves a used chat to the top, below the pinned ones', () => {
    const changed = upsertSummary(list, summary('a', 30, { title: 'New title' }));
    expect(changed.map(({ id, title }) => [id, title])).toEqual([
      ['pinned', 'Chat pinned'],
      ['a', 'New title'],
      ['b', 'Chat b'],
    ]);
  });

  it('keeps no more of a conversation than its summary', () => {
    const conversation = { ...summary('c', 5), systemPrompt: 'long text' };
    expect(upsertSummary([], conversation)).toEqual([summary('c', 5)]);
  });

  it('takes a chat out', () => {
    expect(removeSummary(list, 'b').map(({ id }) => id)).toEqual(['pinned', 'a']);
  });
});
