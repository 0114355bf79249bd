import type { PassageRow } from '../../main/workers/indexing/store/passageTable';
import type { SeededRandom } from './seededRandom';

export const rowDimensions = 32;

/** A vector of unit length near one of `topics` directions, as vectors of texts lie near their topics. */
export function randomVector(random: SeededRandom, topics: readonly Float32Array[]): Float32Array {
  const topic = random.pick(topics);
  return unit(topic.map((value) => value + normal(random)));
}

/** Directions that passages lie around. */
export function randomTopics(random: SeededRandom, count: number): Float32Array[] {
  return Array.from({ length: count }, () =>
    unit(new Float32Array(rowDimensions).map(() => normal(random))).map((value) => value * 4),
  );
}

/** Ten passages a document, a hundred documents a source. */
export function passageRow(
  passage: number,
  random: SeededRandom,
  topics: readonly Float32Array[],
): PassageRow {
  const document = Math.floor(passage / 10);
  return {
    passage,
    document,
    source: Math.floor(document / 100),
    text: `passage number${passage} of document${document}`,
    vector: randomVector(random, topics),
  };
}

function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
