import { grouped } from './displayText';
import type { GgufHeader } from './ggufHeader';
import { HeaderFault } from './headerFault';
import { HeaderFields } from './headerFields';

export interface SplitPart {
  /** From 0. */
  number: number;
  /** At least 2. */
  count: number;
  /** Of all parts together. */
  tensorCount: number;
}

/** Which part of a split model this is; null for a model in one file. Throws a HeaderFault. */
export function splitPart(header: Pick<GgufHeader, 'metadata' | 'valueTypes'>): SplitPart | null {
  const fields = new HeaderFields(header);
  const count = fields.number('split.count', 'uint16') ?? 0;
  // Merging the parts of a model leaves a count of 0 behind.
  if (count <= 1) return null;
  const number = fields.number('split.no', 'uint16');
  const tensorCount = fields.number('split.tensors.count', 'int32');
  if (number === null || number >= count) {
    throw new HeaderFault(`it does not say which of the ${grouped(count)} parts of its model it is`);
  }
  if (tensorCount === null || tensorCount <= 0) {
    throw new HeaderFault('it does not say how many tensors its parts have together');
  }
  return { number, count, tensorCount };
}
