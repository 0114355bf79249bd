const recordName = 'loamBenchFrames';

/**
 * Notes in the page when each of its frames begins.
 * @param {import('@playwright/test').Page} page
 */
export async function watchFrames(page) {
  await page.evaluate(recordFrames, recordName);
  return {
    /** Ends the watching. */
    async stop() {
      /** @type {number[]} Epoch milliseconds. */
      const times = await page.evaluate((name) => Reflect.get(window, name)(), recordName);
      return {
        between: (/** @type {number} */ fromMs, /** @type {number} */ toMs) => gaps(times, fromMs, toMs),
      };
    },
  };
}

/**
 * @param {readonly number[]} times
 * @param {number} fromMs
 * @param {number} toMs
 * @returns {number[]} Milliseconds from each frame to the next, for those that begin the wait in that time.
 */
export function gaps(times, fromMs, toMs) {
  return times.slice(1).flatMap((atMs, index) => {
    const previousMs = times[index] ?? atMs;
    return previousMs >= fromMs && previousMs < toMs ? [atMs - previousMs] : [];
  });
}

/**
 * Runs in the page. Leaves a function that ends the recording and returns it.
 * @param {string} name
 */
function recordFrames(name) {
  /** @type {number[]} */
  const times = [];
  let isRunning = true;
  requestAnimationFrame(function note() {
    times.push(performance.timeOrigin + performance.now());
    if (isRunning) requestAnimationFrame(note);
  });
  Reflect.set(window, name, () => {
    isRunning = false;
    return times;
  });
}
