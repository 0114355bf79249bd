import { type SerializedError, serializeError } from '../../../preload/contract/errors';
import type { IndexingProgress } from '../../../preload/contract/knowledge';
import type { Clock } from '../../clock';
import type { WaitingWork } from './queueRepository';
import { SlidingRate } from './slidingRate';

/** What the queue is doing besides waiting. */
export interface QueueActivity {
  isPaused: boolean;
  isRebuilding: boolean;
}

/** Counts what indexing has done since the queue was last empty, and how fast. */
export class ProgressCounter {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #rate = new SlidingRate();
  #filesDone = 0;
  #filesFailed = 0;
  #passagesDone = 0;
  /** Of files that were read, to guess what the others come to. */
  #bytesRead = 0;
  #passagesRead = 0;
  #currentFile: string | null = null;
  #problem: SerializedError | null = null;
  #isScanning = false;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get problem(): SerializedError | null {
    return this.#problem;
  }

  /** The queue was empty and is not any more. */
  begin(): void {
    this.#filesDone = 0;
    this.#filesFailed = 0;
    this.#passagesDone = 0;
    this.#bytesRead = 0;
    this.#passagesRead = 0;
    this.#rate.start(this.#clock.monotonicMs());
    this.#onChange();
  }

  /** Time in which nothing was done does not count as slow. */
  goOn(): void {
    this.#rate.start(this.#clock.monotonicMs());
  }

  noteReading(name: string | null): void {
    if (this.#currentFile === name) return;
    this.#currentFile = name;
    this.#onChange();
  }

  noteRead(bytes: number, passages: number): void {
    this.#bytesRead += bytes;
    this.#passagesRead += passages;
    this.#onChange();
  }

  noteIndexed(passages: number): void {
    this.#passagesDone += passages;
    this.#rate.note(passages, this.#clock.monotonicMs());
    this.#onChange();
  }

  noteDone(files: number): void {
    this.#filesDone += files;
    if (files > 0) this.#onChange();
  }

  noteFailed(): void {
    this.#filesFailed += 1;
    this.#onChange();
  }

  noteScanning(isScanning: boolean): void {
    if (this.#isScanning === isScanning) return;
    this.#isScanning = isScanning;
    this.#onChange();
  }

  /** Null: it is over. */
  noteProblem(error: unknown): void {
    const problem = error === null ? null : serializeError(error);
    if (problem === null && this.#problem === null) return;
    this.#problem = problem;
    this.#onChange();
  }

  describe(
    waiting: WaitingWork,
    passagesWaiting: number,
    { isPaused, isRebuilding }: QueueActivity,
  ): IndexingProgress {
    const isWorking = waiting.files > 0;
    const perSecond = isWorking && !isPaused ? this.#rate.perSecond(this.#clock.monotonicMs()) : null;
    const passagesLeft = passagesWaiting + this.#expectedPassages(waiting.unreadBytes);
    return {
      activity: this.#activity(isWorking, isPaused, isRebuilding),
      filesDone: this.#filesDone,
      filesFailed: this.#filesFailed,
      filesTotal: this.#filesDone + this.#filesFailed + waiting.files,
      passagesDone: this.#passagesDone,
      passagesWaiting,
      passagesPerSecond: perSecond,
      timeLeftMs: perSecond === null ? null : Math.round((passagesLeft / perSecond) * 1000),
      currentFile: isWorking && !isPaused ? this.#currentFile : null,
      problem: this.#problem,
    };
  }

  #activity(isWorking: boolean, isPaused: boolean, isRebuilding: boolean): IndexingProgress['activity'] {
    if (isPaused) return 'paused';
    if (isWorking) return 'indexing';
    if (this.#isScanning) return 'scanning';
    return isRebuilding ? 'rebuilding' : 'idle';
  }

  #expectedPassages(unreadBytes: number): number {
    return this.#bytesRead === 0 ? 0 : Math.ceil((unreadBytes * this.#passagesRead) / this.#bytesRead);
  }
}
