import type { ConversationSummary } from '../../../preload/contract/conversations';
import type { SummaryList } from '../conversations/summaryList';

/** A line of the chat list: a heading of a group, or a chat with its place among all chats (from 1). */
export type ChatListRow =
  | { type: 'heading'; label: string }
  | { type: 'conversation'; summary: ConversationSummary; position: number };

const recentDays = 7;
const lateDays = 30;

/** The lines of the chat list, in the list's order, each group under its heading. `now` in epoch milliseconds. */
export function groupConversations(list: SummaryList, now: number): ChatListRow[] {
  const labelOf = groupLabeller(now);
  const rows: ChatListRow[] = [];
  let label: string | null = null;
  list.forEach((summary, index) => {
    const next = summary.pinnedAt === null ? labelOf(summary.updatedAt) : 'Pinned';
    if (next !== label) rows.push({ type: 'heading', label: next });
    label = next;
    rows.push({ type: 'conversation', summary, position: index + 1 });
  });
  return rows;
}

function groupLabeller(now: number): (time: number) => string {
  const today = startOfDay(now, 0);
  const yesterday = startOfDay(now, 1);
  const recent = startOfDay(now, recentDays);
  const late = startOfDay(now, lateDays);
  const thisYear = new Date(now).getFullYear();
  const month = new Intl.DateTimeFormat('en', { month: 'long' });
  const monthNames = Array.from({ length: 12 }, (_, index) => month.format(new Date(2000, index, 1)));
  return (time) => {
    if (time >= today) return 'Today';
    if (time >= yesterday) return 'Yesterday';
    if (time >= recent) return `Last ${recentDays} days`;
    if (time >= late) return `Last ${lateDays} days`;
    const date = new Date(time);
    const name = monthNames[date.getMonth()] ?? '';
    return date.getFullYear() === thisYear ? name : `${name} ${date.getFullYear()}`;
  };
}

/** Midnight of the day this many days before `now`, by the calendar, so that a day of 23 hours counts as one. */
function startOfDay(now: number, daysBefore: number): number {
  const date = new Date(now);
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() - daysBefore);
  return date.getTime();
}
