/**
 * An app that is empty but for one utility process with the bare engine: no window, no service. The benchmark drives
 * it through `globalThis.bareEngine`.
 */
import { fileURLToPath } from 'node:url';
import { app, utilityProcess } from 'electron';

/** @type {((reply: any) => void)[]} */
const waiting = [];

// Not awaited: Electron becomes ready only after this module has been evaluated.
const started = app.whenReady().then(() => {
  const worker = utilityProcess.fork(fileURLToPath(new URL('./worker.mjs', import.meta.url)), [], {
    serviceName: 'bare engine',
  });
  worker.on('message', (reply) => waiting.shift()?.(reply));
  worker.on('exit', (code) => {
    for (const resolve of waiting.splice(0)) resolve({ error: `The bare engine ended with code ${code}.` });
  });
  return worker;
});

/**
 * @param {unknown} message
 * @returns {Promise<any>} The worker's reply; it answers one message after the other.
 */
async function call(message) {
  const worker = await started;
  return new Promise((resolve) => {
    waiting.push(resolve);
    worker.postMessage(message);
  });
}

Object.assign(globalThis, { bareEngine: call });
