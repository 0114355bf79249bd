import type { DocumentState, Source, StateCounts } from '../../../../preload/contract/knowledge';
import { formatCount } from '../../../components/formatting';

/** What has become of a file, in a word or two. */
export const documentStateWords = {
  queued: 'Waiting',
  parsing: 'Being read',
  embedding: 'Being indexed',
  done: 'Searchable',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const satisfies Record<DocumentState, string>;

/** The states as people look for them: three of them are one kind of waiting. */
export const stateGroups = {
  done: ['done'],
  waiting: ['queued', 'parsing', 'embedding'],
  failed: ['failed'],
  cancelled: ['cancelled'],
} as const satisfies Record<string, readonly DocumentState[]>;
export type StateGroup = keyof typeof stateGroups;

export const stateGroupWords = {
  done: 'Searchable',
  waiting: 'Waiting',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const satisfies Record<StateGroup, string>;

/** How many files are in the states of a group. */
export function countGroup(counts: StateCounts, group: StateGroup): number {
  return stateGroups[group].reduce((total, state) => total + counts[state], 0);
}

/** How many files there are, whatever their state. */
export function countAll(counts: StateCounts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

/** Whether something is still to be read. */
export function hasWork(counts: StateCounts): boolean {
  return countGroup(counts, 'waiting') > 0;
}

/** `1 file`, `12 files`. */
export function filesInWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'file' : 'files'}`;
}

/** `1 passage`, `4,102 passages`. */
export function passagesInWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'passage' : 'passages'}`;
}

/** Where a source stands as a whole, and the colour that says so at a glance. */
export interface SourceState {
  words: string;
  color: 'moss' | 'clay' | 'red' | 'gray';
}

/** What is most worth knowing about a source, in a few words. `isScanning`: folders are being looked through now. */
export function sourceState({ documents, problem }: Source, isScanning: boolean): SourceState {
  const all = countAll(documents);
  if (problem !== null) return { words: 'Needs a look', color: 'red' };
  if (all === 0) {
    return isScanning
      ? { words: 'Being looked through', color: 'clay' }
      : { words: 'No files to read in it', color: 'gray' };
  }
  if (hasWork(documents)) {
    return { words: `${formatCount(documents.done)} of ${formatCount(all)} searchable`, color: 'clay' };
  }
  if (documents.failed > 0) return { words: `${formatCount(documents.failed)} failed`, color: 'red' };
  if (documents.cancelled > 0) {
    return { words: `${formatCount(documents.cancelled)} cancelled`, color: 'gray' };
  }
  return { words: 'Searchable', color: 'moss' };
}
