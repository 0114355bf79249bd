import { setTimeout as sleep } from 'node:timers/promises';

const sampleEveryMs = 100;

/** How busy the page's main thread has been, by Chromium's own count of the time its tasks took. */
export class RendererCost {
  #session;
  /** @type {{ atMs: number, busyMs: number }[]} */
  #samples = [];
  #isRunning = false;
  #sampling = Promise.resolve();

  /** @param {import('@playwright/test').CDPSession} session */
  constructor(session) {
    this.#session = session;
  }

  /** @param {import('@playwright/test').Page} page */
  static async attach(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    return new RendererCost(session);
  }

  start() {
    this.#samples = [];
    this.#isRunning = true;
    this.#sampling = this.#sampleRepeatedly();
  }

  async stop() {
    this.#isRunning = false;
    await this.#sampling;
    await this.#sample();
  }

  /**
   * @param {number} fromMs Epoch milliseconds.
   * @param {number} toMs
   * @returns {number} Milliseconds that the main thread was busy in that time.
   */
  between(fromMs, toMs) {
    return this.#busyAt(toMs) - this.#busyAt(fromMs);
  }

  async #sampleRepeatedly() {
    while (this.#isRunning) {
      await this.#sample();
      await sleep(sampleEveryMs);
    }
  }

  async #sample() {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
    if (seconds === undefined) throw new Error('Chromium does not count the time of its tasks.');
    this.#samples.push({ atMs: performance.timeOrigin + performance.now(), busyMs: seconds * 1000 });
  }

  /** Between two samples the work is taken as even. @param {number} atMs */
  #busyAt(atMs) {
    const after = this.#samples.findIndex((sample) => sample.atMs >= atMs);
    const next = this.#samples[after];
    const previous = this.#samples[after - 1];
    if (next === undefined || previous === undefined) {
      throw new RangeError('The main thread was not watched at that time.');
    }
    const share = (atMs - previous.atMs) / (next.atMs - previous.atMs);
    return previous.busyMs + share * (next.busyMs - previous.busyMs);
  }
}
