/**
 * Drives the real chat screen as a user does, and times what it shows.
 *
 * @typedef {import('@playwright/test').Page} Page
 *
 * @typedef {object} ShownAnswer
 * @property {import('./chat/streamTimes.mjs').Mark[]} marks When the screen said how many tokens were written,
 *   since Enter was pressed.
 * @property {number} endedMs When the screen offered to send again, since Enter was pressed.
 */

const watchName = 'loamBenchWatch';

/**
 * Opens a fresh chat.
 * @param {Page} page
 */
export async function showFreshChat(page) {
  await page.getByRole('button', { name: 'New chat', exact: true }).click();
  await messageField(page).waitFor();
}

/**
 * Opens a screen on which no answer is drawn.
 * @param {Page} page
 */
export async function showSettings(page) {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await messageField(page).waitFor({ state: 'detached' });
}

/**
 * Writes a question into the composer, sends it, and follows the answer on the screen to its end.
 * @param {Page} page
 * @param {string} text
 * @param {() => void} [onSent]
 * @returns {Promise<ShownAnswer>}
 */
export async function askOnScreen(page, text, onSent) {
  await messageField(page).fill(text);
  await page.evaluate(watchAnswer, watchName);
  await page.keyboard.press('Enter');
  onSent?.();
  return page.evaluate((name) => Reflect.get(window, name), watchName);
}

/** @param {Page} page */
function messageField(page) {
  return page.getByRole('textbox', { name: 'Message', exact: true });
}

/**
 * Runs in the page. Leaves a promise of a ShownAnswer in a property of the window.
 * @param {string} name
 */
function watchAnswer(name) {
  const watched = new Promise((resolve) => {
    /** @type {{ atMs: number, tokens: number }[]} */
    const marks = [];
    let startedMs = 0;
    const observer = new MutationObserver(look);
    function look() {
      const atMs = performance.now() - startedMs;
      const log = document.querySelector('[role="log"]');
      const progress = log?.querySelector('[data-role="assistant"][data-last]')?.textContent ?? '';
      const tokens = Number(/Writing… (\d[\d,.\s]*) token/.exec(progress)?.[1]?.replaceAll(/\D/g, '') ?? 0);
      if (tokens > (marks.at(-1)?.tokens ?? 0)) marks.push({ atMs, tokens });
      if (marks.length === 0 || document.querySelector('[aria-label="Stop the answer"]') !== null) return;
      observer.disconnect();
      resolve({ marks, endedMs: atMs });
    }
    document.addEventListener(
      'keydown',
      () => {
        startedMs = performance.now();
        observer.observe(document.body, {
          childList: true,
          subtree: true,
          characterData: true,
          attributes: true,
        });
      },
      { capture: true, once: true },
    );
  });
  Reflect.set(window, name, watched);
}
