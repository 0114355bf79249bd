const recordName = 'loamBenchFrames';

/**
 * Notes in the page when each of its frames begins.
 * @param {import('@playwright/test').Page} page
 */
export async function watchFrames(page) {
  await page.evaluate(recordFrames, recordName);
  return {
    /**
     * Ends the watching.
     * @param {number} fromMs Epoch milliseconds.
     * @param {number} toMs
     * @returns {Promise<number[]>} Milliseconds from each frame to the next in that time.
     */
    async between(fromMs, toMs) {
      /** @type {number[]} */
      const times = await page.evaluate((name) => Reflect.get(window, name)(), recordName);
      const inside = times.filter((atMs) => atMs >= fromMs && atMs <= toMs);
      return inside.slice(1).map((atMs, index) => atMs - (inside[index] ?? atMs));
    },
  };
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
