import { describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../../../preload/contract/conversations';
import { groupConversations } from './groupConversations';
import { indexAfterMove } from './useRowFocus';

const now = new Date(2025, 2, 31, 14, 0).getTime();

function summary(id: string, updatedAt: Date, pinnedAt: number | null = null): ConversationSummary {
  return { id, title: id, pinnedAt, updatedAt: updatedAt.getTime() };
}

/** The lines as they read on screen. */
function linesOf(list: ConversationSummary[]): string[] {
  return groupConversations(list, now).map((row) =>
    row.type === 'heading' ? `# ${row.label}` : `${row.position} ${row.summary.id}`,
  );
}

describe('grouping of chats', () => {
  it('puts each group under one heading and numbers the chats through', () => {
    expect(
      linesOf([
        summary('pin', new Date(2020, 0, 1), 1),
        summary('noon', new Date(2025, 2, 31, 12)),
        summary('midnight', new Date(2025, 2, 31, 0, 0)),
        summary('last night', new Date(2025, 2, 30, 23, 59)),
        summary('two days', new Date(2025, 2, 29)),
        summary('a week', new Date(2025, 2, 24)),
        summary('eight days', new Date(2025, 2, 23)),
        summary('thirty days', new Date(2025, 2, 1)),
        summary('february', new Date(2025, 1, 28)),
        summary('january', new Date(2025, 0, 31)),
        summary('december', new Date(2024, 11, 31)),
        summary('older december', new Date(2024, 11, 1)),
      ]),
    ).toEqual([
      '# Pinned',
      '1 pin',
      '# Today',
      '2 noon',
      '3 midnight',
      '# Yesterday',
      '4 last night',
      '# Last 7 days',
      '5 two days',
      '6 a week',
      '# Last 30 days',
      '7 eight days',
      '8 thirty days',
      '# February',
      '9 february',
      '# January',
      '10 january',
      '# December 2024',
      '11 december',
      '12 older december',
    ]);
  });

  it('counts a chat from a clock that runs ahead as today', () => {
    expect(linesOf([summary('future', new Date(2025, 3, 2))])).toEqual(['# Today', '1 future']);
  });

  it('is empty without chats', () => {
    expect(linesOf([])).toEqual([]);
  });
});

describe('moving between the rows', () => {
  const rows = groupConversations(
    [
      summary('a', new Date(2025, 2, 31)),
      summary('b', new Date(2025, 2, 30)),
      summary('c', new Date(2025, 2, 30)),
    ],
    now,
  );

  it.each([
    ['down over a heading', 1, 1, 3],
    ['up over a heading', 3, -1, 1],
    ['down at the end', 4, 1, 4],
    ['up at the top', 1, -1, 1],
    ['to the first', 4, -Infinity, 1],
    ['to the last', 1, Infinity, 4],
  ])('%s', (_what, from, by, to) => {
    expect(indexAfterMove(rows, from, by)).toBe(to);
  });
});
