/**
 * Starts another app's main module inside this process and writes down when its window first showed a painted page.
 * The same probe is used for both peers, and nothing else is attached (no debugger, no driver), so the start is the
 * start a person sees. It also notes each native module that the main process loads.
 *
 * LOAM_BENCH_APP: folder of the app. LOAM_BENCH_RESULT: file to write. LOAM_BENCH_TEXT: a text of the page whose
 * appearance is noted too; may be missing.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const appFolder = required('LOAM_BENCH_APP');
const resultFile = required('LOAM_BENCH_RESULT');
const awaitedText = process.env.LOAM_BENCH_TEXT ?? '';

/** @type {{ file: string, atMs: number }[]} */
const nativeLoads = [];
const marks = { mainStartedMs: nowMs(), readyMs: 0, windowCreatedMs: 0, shownMs: 0 };

watchNativeModules();
void app.whenReady().then(() => {
  marks.readyMs = nowMs();
});
app.once('browser-window-created', (_event, window) => {
  marks.windowCreatedMs = nowMs();
  watch(window).catch((error) => writeResult({ error: String(error?.stack ?? error) }));
});
await startApp();

/** @returns {number} Epoch milliseconds with fractions, on the clock that the page's `timeOrigin` is on too. */
function nowMs() {
  return performance.timeOrigin + performance.now();
}

function watchNativeModules() {
  const load = process.dlopen;
  process.dlopen = function dlopen(module, file, ...flags) {
    nativeLoads.push({ file: path.basename(file), atMs: nowMs() });
    return Reflect.apply(load, process, [module, file, ...flags]);
  };
}

/** @param {import('electron').BrowserWindow} window */
async function watch(window) {
  const shown = new Promise((resolve) => {
    const note = () => {
      marks.shownMs = nowMs();
      resolve(undefined);
    };
    // The event comes from the constructor for a window that is shown at once.
    setImmediate(() => (marks.shownMs === 0 && window.isVisible() ? note() : undefined));
    window.once('show', note);
  });
  const page = await window.webContents.executeJavaScript(`(${measurePage})(${JSON.stringify(awaitedText)})`);
  await shown;
  writeResult({ ...marks, ...page, nativeLoads });
}

/**
 * Runs in the page. Waits for its first paint, and for the text.
 * @param {string} text
 */
async function measurePage(text) {
  const firstPaintMs = await new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntries().find(({ name }) => name === 'first-paint');
      if (paint) resolve(performance.timeOrigin + paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
  const textMs = await new Promise((resolve) => {
    const observer = new MutationObserver(look);
    function look() {
      if (!document.body.innerText.includes(text)) return;
      observer.disconnect();
      // After the frame in which the text is drawn.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
    }
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  });
  return { firstPaintMs, textMs };
}

async function startApp() {
  const manifest = JSON.parse(readFileSync(path.join(appFolder, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.setName(manifest.productName ?? manifest.name);
  app.setAppPath(appFolder);
  await import(pathToFileURL(path.join(appFolder, manifest.main)).href);
}

/** @param {unknown} result */
function writeResult(result) {
  writeFileSync(`${resultFile}.part`, JSON.stringify(result));
  renameSync(`${resultFile}.part`, resultFile);
}

/** @param {string} name */
function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`The probe needs ${name}.`);
  return value;
}
