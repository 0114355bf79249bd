/** Texts that are asked for together. */
export interface TextBatch {
  /** Ahead of all that are not. */
  readonly isUrgent: boolean;
  readonly length: number;
}

export interface QueuedText<Batch extends TextBatch> {
  batch: Batch;
  /** Its place in the batch. */
  index: number;
}

/** First come, first served, except that urgent batches overtake the others. */
export class TextQueue<Batch extends TextBatch> {
  readonly #urgent: Waiting<Batch>[] = [];
  readonly #ordinary: Waiting<Batch>[] = [];

  /** How many texts wait. */
  get length(): number {
    const waiting = [...this.#urgent, ...this.#ordinary];
    return waiting.reduce((sum, { batch, next }) => sum + batch.length - next, 0);
  }

  add(batch: Batch): void {
    if (batch.length > 0) this.#listOf(batch).push({ batch, next: 0 });
  }

  /** Whatever of it was not taken yet leaves the queue. */
  remove(batch: Batch): void {
    const list = this.#listOf(batch);
    const place = list.findIndex((waiting) => waiting.batch === batch);
    if (place !== -1) list.splice(place, 1);
  }

  /** Takes the next text; with `isUrgent`, only if it is as urgent as that. */
  take(isUrgent?: boolean): QueuedText<Batch> | undefined {
    const list = this.#urgent.length > 0 ? this.#urgent : this.#ordinary;
    const first = list[0];
    if (!first || (isUrgent ?? first.batch.isUrgent) !== first.batch.isUrgent) return undefined;
    const { batch, next: index } = first;
    first.next += 1;
    if (first.next === batch.length) list.shift();
    return { batch, index };
  }

  #listOf(batch: Batch): Waiting<Batch>[] {
    return batch.isUrgent ? this.#urgent : this.#ordinary;
  }
}

interface Waiting<Batch> {
  batch: Batch;
  /** The first of its texts that was not taken. */
  next: number;
}
