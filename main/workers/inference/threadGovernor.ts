/** What a process has used up, from any beginning. */
export interface ProcessUse {
  wallMs: number;
  /** Of all threads together. */
  cpuMs: number;
  /** Pages of memory that had to be read from the disk. */
  pageReads: number;
}

export function measureProcess(): ProcessUse {
  const { userCPUTime, systemCPUTime, majorPageFault } = process.resourceUsage();
  return {
    wallMs: performance.now(),
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    pageReads: majorPageFault,
  };
}

/**
 * One for each kind of work, because they stand a busy machine differently. Absent when a graphics device does part of
 * the work: threads that wait for it look starved.
 */
export interface ThreadGovernors {
  reading: ThreadGovernor | undefined;
  writing: ThreadGovernor | undefined;
}

/** Shorter stretches say more about the measuring than about the machine. */
const shortestWindowMs = 50;
/** Fewer tokens than these are no measure of the speed. */
const windowTokens = 8;
const chunkTokens = 16;
const fewPageReads = 64;
/** Threads that get less than this share of their time are in the way of somebody else's. */
const starvedShare = 0.7;
/** A question is one window, and a slow beginning is felt at each of them: reading tries again soon. */
export const readingProbeWindows = 2;
const writingProbeWindows = 8;
const longestProbeWindows = 128;
const worthwhileGain = 1.05;

/**
 * Decides how many threads do one kind of work: reading a prompt (many tokens at once) or writing (one after the other).
 *
 * llama.cpp's threads wait for one another after every operation by spinning. On an idle machine one thread for each core
 * is best; but when another program takes one of the cores, all threads spin until the one that has to wait gets its turn,
 * and everything becomes ten times slower. So whenever the threads together get clearly less processor time than they
 * could use, there are fewer of them; and while there are fewer than there could be, more are tried from time to time and
 * kept when that is faster.
 */
export class ThreadGovernor {
  readonly #maxThreads: number;
  readonly #apply: (threads: number) => void;
  readonly #measure: () => ProcessUse;
  #threads: number;
  #start: ProcessUse;
  #tokens = 0;
  readonly #firstProbeWindows: number;
  #windowsBeforeProbe: number;
  #windowsSinceChange = 0;
  /** While more threads are tried: what to go back to. */
  #probedFrom: { threads: number; tokensPerMs: number } | undefined;

  /**
   * @param apply sets the number of threads from the next evaluation on; `maxThreads` is what it begins with
   * @param options.firstProbeWindows measured stretches of work until more threads are tried for the first time
   */
  constructor(
    maxThreads: number,
    apply: (threads: number) => void,
    {
      measure = measureProcess,
      firstProbeWindows = writingProbeWindows,
    }: { measure?: () => ProcessUse; firstProbeWindows?: number } = {},
  ) {
    this.#maxThreads = maxThreads;
    this.#firstProbeWindows = firstProbeWindows;
    this.#windowsBeforeProbe = firstProbeWindows;
    this.#threads = maxThreads;
    this.#apply = apply;
    this.#measure = measure;
    this.#start = measure();
  }

  get threads(): number {
    return this.#threads;
  }

  /** This kind of work begins now; the time before does not count. */
  begin(): void {
    this.#apply(this.#threads);
    this.#start = this.#measure();
    this.#tokens = 0;
  }

  /** A piece of a prompt was read since `begin`. */
  noteChunk(tokens: number): void {
    this.#tokens = tokens;
    this.#judge(tokens >= chunkTokens);
  }

  /** Tokens were written, one after the other, since the last call or `begin`. */
  noteTokens(tokens: number): void {
    this.#tokens += tokens;
    if (this.#tokens >= windowTokens) this.#judge(true);
  }

  #judge(measuresSpeed: boolean): void {
    const tokens = this.#tokens;
    const window = this.#closeWindow();
    if (!window) return;
    const tokensPerMs = tokens / window.wallMs;
    if (this.#probedFrom) {
      if (measuresSpeed) this.#judgeProbe(this.#probedFrom, tokensPerMs);
    } else if (!this.#giveWayWhenStarved(window.cpuMs / window.wallMs) && measuresSpeed) {
      this.#considerProbe(tokensPerMs);
    }
  }

  #closeWindow(): ProcessUse | undefined {
    const now = this.#measure();
    const window = {
      wallMs: now.wallMs - this.#start.wallMs,
      cpuMs: now.cpuMs - this.#start.cpuMs,
      pageReads: now.pageReads - this.#start.pageReads,
    };
    if (window.wallMs < shortestWindowMs) return undefined;
    this.#start = now;
    this.#tokens = 0;
    // Threads that waited for the disk say nothing about other programs.
    return window.pageReads > fewPageReads ? undefined : window;
  }

  /** @param parallelism how many threads really ran at once */
  #giveWayWhenStarved(parallelism: number): boolean {
    if (this.#threads === 1 || parallelism >= starvedShare * this.#threads) return false;
    this.#windowsBeforeProbe = this.#firstProbeWindows;
    this.#use(Math.min(this.#threads - 1, Math.max(1, Math.floor(parallelism + 0.25))));
    return true;
  }

  #considerProbe(tokensPerMs: number): void {
    if (this.#threads === this.#maxThreads) return;
    this.#windowsSinceChange += 1;
    if (this.#windowsSinceChange < this.#windowsBeforeProbe) return;
    const from = { threads: this.#threads, tokensPerMs };
    this.#use(Math.min(this.#maxThreads, this.#threads + Math.max(1, this.#threads >> 1)));
    this.#probedFrom = from;
  }

  #judgeProbe({ threads, tokensPerMs }: { threads: number; tokensPerMs: number }, probed: number): void {
    if (probed >= worthwhileGain * tokensPerMs) {
      this.#windowsBeforeProbe = this.#firstProbeWindows;
      this.#use(this.#threads);
    } else {
      this.#windowsBeforeProbe = Math.min(longestProbeWindows, this.#windowsBeforeProbe * 2);
      this.#use(threads);
    }
  }

  #use(threads: number): void {
    this.#probedFrom = undefined;
    this.#windowsSinceChange = 0;
    if (threads === this.#threads) return;
    this.#threads = threads;
    this.#apply(threads);
  }
}
