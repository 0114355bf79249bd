import type { CitedPassage } from '../../../preload/contract/retrieval';
import type { StoredPassage } from '../documents/passageRepository';
import type { RankedPassage } from './rankedPassage';

/** Passages of one document that follow one another, and are read as one. */
export interface PassageGroup {
  /** In reading order. */
  members: RankedPassage[];
  /** Of its best member, from 0. */
  rank: number;
}

/** Groups of neighbours, the best first. `chosen` is best first. */
export function joinNeighbours(chosen: readonly RankedPassage[]): PassageGroup[] {
  const ranks = new Map(chosen.map((ranked, rank) => [ranked, rank]));
  const inReadingOrder = [...chosen].sort(
    ({ passage: a }, { passage: b }) => a.documentSequence - b.documentSequence || a.ordinal - b.ordinal,
  );
  const groups: PassageGroup[] = [];
  for (const ranked of inReadingOrder) {
    const group = groups.at(-1);
    const rank = ranks.get(ranked) ?? 0;
    if (group && isNext(group.members.at(-1)?.passage, ranked.passage)) {
      group.members.push(ranked);
      group.rank = Math.min(group.rank, rank);
    } else {
      groups.push({ members: [ranked], rank });
    }
  }
  return groups.sort((a, b) => a.rank - b.rank);
}

/** A group as one passage; what its members share is said once. */
export function citedPassage({ members }: PassageGroup, number: number): CitedPassage | null {
  const first = members[0]?.passage;
  const last = members.at(-1)?.passage;
  if (!first || !last) return null;
  return {
    number,
    documentId: first.documentId,
    documentName: first.documentName,
    fromOrdinal: first.ordinal,
    toOrdinal: last.ordinal,
    startOffset: first.startOffset,
    endOffset: last.endOffset,
    place: first.place,
    text: withColumnNames(first, joinedText(members.map(({ passage }) => passage))),
  };
}

function isNext(before: StoredPassage | undefined, passage: StoredPassage): boolean {
  return before?.documentSequence === passage.documentSequence && before.ordinal + 1 === passage.ordinal;
}

function joinedText(passages: readonly StoredPassage[]): string {
  let end = passages[0]?.startOffset ?? 0;
  let joined = '';
  for (const { text, startOffset, endOffset } of passages) {
    joined += text.slice(Math.max(0, end - startOffset));
    end = Math.max(end, endOffset);
  }
  return joined;
}

/** Cells say little without the names of their columns. */
function withColumnNames({ tableHeader }: StoredPassage, text: string): string {
  if (tableHeader === null || text.trimStart().startsWith(tableHeader)) return text;
  return `${tableHeader}\n${text}`;
}
