import { type BreakQuality, type PassageUnit } from './passageUnit';

/** How far from the ideal size a passage may be, as a share of it, for a border of that quality. */
const worth: Record<BreakQuality, number> = { 0: -0.3, 1: 0, 2: 0.35 };

/** The sizes a passage is cut to. */
export interface PassageExtent {
  /** What a passage should have. */
  ideal: number;
  /** What it must not exceed. */
  capacity: number;
  /** Units at the front that were in the passage before. */
  repeated: number;
}

/** How many of the units make the next passage: at least one that is new. */
export function chooseBreak(
  units: readonly PassageUnit[],
  { ideal, capacity, repeated }: PassageExtent,
): number {
  let best = repeated + 1;
  let bestCost = Infinity;
  let size = 0;
  for (const [index, unit] of units.entries()) {
    size += unit.size;
    const count = index + 1;
    if (count <= repeated) continue;
    if (size > capacity) break;
    const next = units[count];
    const cost = Math.abs(size - ideal) / ideal - (next ? worth[next.breakBefore] : 0);
    if (cost < bestCost) [best, bestCost] = [count, cost];
  }
  return best;
}
