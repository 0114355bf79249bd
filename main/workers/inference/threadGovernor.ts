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

/** Shorter stretches say more about the measuring than about the machine. */
const shortestWindowMs = 50;
const windowTokens = 8;
const fewPageReads = 64;
/** Threads that get less than this share of their time are in the way of somebody else's. */
const starvedShare = 0.7;
const firstProbeTokens = 64;
const longestProbeTokens = 1024;
const worthwhileGain = 1.05;

/**
 * Decides how many threads evaluate.
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
  #tokensBeforeProbe = firstProbeTokens;
  #tokensSinceChange = 0;
  /** While more threads are tried: what to go back to. */
  #probedFrom: { threads: number; tokensPerMs: number } | undefined;

  /** @param apply sets the number of threads from the next evaluation on; it begins with `maxThreads` */
  constructor(
    maxThreads: number,
    apply: (threads: number) => void,
    measure: () => ProcessUse = measureProcess,
  ) {
    this.#maxThreads = maxThreads;
    this.#threads = maxThreads;
    this.#apply = apply;
    this.#measure = measure;
    this.#start = measure();
  }

  get threads(): number {
    return this.#threads;
  }

  /** Work begins now; the time before does not count. */
  begin(): void {
    this.#start = this.#measure();
    this.#tokens = 0;
  }

  /** A part of a prompt was evaluated since `begin`. */
  noteChunk(): void {
    const window = this.#closeWindow();
    if (!window) return;
    if (this.#probedFrom) this.#use(this.#probedFrom.threads);
    else this.#giveWayWhenStarved(window.cpuMs / window.wallMs);
  }

  /** Tokens were generated, one after the other, since the last call or `begin`. */
  noteTokens(tokens: number): void {
    this.#tokens += tokens;
    if (this.#tokens < windowTokens) return;
    const generated = this.#tokens;
    const window = this.#closeWindow();
    if (!window) return;
    const tokensPerMs = generated / window.wallMs;
    if (this.#probedFrom) this.#judgeProbe(this.#probedFrom, tokensPerMs);
    else if (!this.#giveWayWhenStarved(window.cpuMs / window.wallMs))
      this.#considerProbe(generated, tokensPerMs);
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
    this.#tokensBeforeProbe = firstProbeTokens;
    this.#use(Math.min(this.#threads - 1, Math.max(1, Math.floor(parallelism + 0.25))));
    return true;
  }

  #considerProbe(tokens: number, tokensPerMs: number): void {
    if (this.#threads === this.#maxThreads) return;
    this.#tokensSinceChange += tokens;
    if (this.#tokensSinceChange < this.#tokensBeforeProbe) return;
    const from = { threads: this.#threads, tokensPerMs };
    this.#use(Math.min(this.#maxThreads, this.#threads + Math.max(1, this.#threads >> 1)));
    this.#probedFrom = from;
  }

  #judgeProbe({ threads, tokensPerMs }: { threads: number; tokensPerMs: number }, probed: number): void {
    if (probed >= worthwhileGain * tokensPerMs) {
      this.#tokensBeforeProbe = firstProbeTokens;
      this.#use(this.#threads);
    } else {
      this.#tokensBeforeProbe = Math.min(longestProbeTokens, this.#tokensBeforeProbe * 2);
      this.#use(threads);
    }
  }

  #use(threads: number): void {
    this.#probedFrom = undefined;
    this.#tokensSinceChange = 0;
    if (threads === this.#threads) return;
    this.#threads = threads;
    this.#apply(threads);
  }
}
