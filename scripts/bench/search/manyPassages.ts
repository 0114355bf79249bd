import { mulberry32 } from '../retrieval/measures.mjs';
import type { BasePassage } from './basePassages';

/** How far a vector that was put together is moved: as far as another wording of the same moves it. */
const noise = 0.25;

/**
 * As many passages as wanted. The first are the real ones. Each of the others takes the sentences of two real ones in
 * turns, and a vector between theirs, moved a little in a direction of its own: they lie around the real ones as texts lie
 * around their subjects.
 */
export function* manyPassages(
  base: readonly BasePassage[],
  count: number,
): Generator<{ text: string; vector: Float32Array }> {
  const random = mulberry32(count);
  for (let index = 0; index < count; index += 1) {
    const real = base[index];
    if (real) {
      yield { text: real.text, vector: Float32Array.from(real.vector) };
      continue;
    }
    const [one, other] = [pick(base, random), pick(base, random)];
    const share = 0.5 + random() / 2;
    const vector = one.vector.map(
      (value, at) =>
        share * value +
        (1 - share) * (other.vector[at] ?? 0) +
        (noise * normal(random)) / Math.sqrt(one.vector.length),
    );
    const length = Math.hypot(...vector);
    yield { text: mixed(one.text, other.text), vector: Float32Array.from(vector, (value) => value / length) };
  }
}

function mixed(one: string, other: string): string {
  const [a, b] = [sentences(one), sentences(other)];
  const merged = a.flatMap((sentence, index) => (index % 2 === 0 ? [sentence] : [b[index] ?? sentence]));
  return merged.join(' ');
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?:])\s+|\n+/);
}

function pick<Value>(values: readonly Value[], random: () => number): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('There is nothing to pick from.');
  return value;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
