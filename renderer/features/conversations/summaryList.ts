import type { ConversationSummary } from '../../../preload/contract/conversations';
import type { LoamApi } from '../../api';

/** Summaries in the order of the sidebar: pinned first, then by last use. */
export type SummaryList = readonly ConversationSummary[];

/** Enough to fill any screen, so that the first rows show without waiting for thousands of others. */
const firstPageSize = 200;
const pageSize = 1000;

export interface LoadSummariesOptions {
  signal: AbortSignal;
  /** Called with the first page when there are more. */
  onFirstPage: (list: SummaryList) => void;
}

/**
 * Reads every summary, page by page. A conversation that moves between two pages meanwhile appears once.
 *
 * Ten thousand summaries are about a megabyte: holding them all is what makes grouping exact and scrolling free of
 * placeholders.
 */
export async function loadSummaries(
  list: LoamApi['conversations']['list'],
  { signal, onFirstPage }: LoadSummariesOptions,
): Promise<SummaryList> {
  const byId = new Map<string, ConversationSummary>();
  let offset = 0;
  let total = Infinity;
  while (offset < total) {
    signal.throwIfAborted();
    const page = await list({ offset, limit: offset === 0 ? firstPageSize : pageSize });
    for (const summary of page.items) byId.set(summary.id, summary);
    if (page.items.length === 0) break;
    if (offset === 0 && page.total > page.items.length) onFirstPage(page.items);
    offset += page.items.length;
    total = page.total;
  }
  return [...byId.values()].sort(compareSummaries);
}

/** The list with this summary added or replaced, at its place in the order. */
export function upsertSummary(list: SummaryList, changed: ConversationSummary): SummaryList {
  const { id, title, pinnedAt, updatedAt } = changed;
  const summary = { id, title, pinnedAt, updatedAt };
  return [...removeSummary(list, id), summary].sort(compareSummaries);
}

export function removeSummary(list: SummaryList, id: string): SummaryList {
  return list.filter((summary) => summary.id !== id);
}

function compareSummaries(a: ConversationSummary, b: ConversationSummary): number {
  const pinnedFirst = Number(b.pinnedAt !== null) - Number(a.pinnedAt !== null);
  return pinnedFirst || b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1);
}
