import { fileURLToPath } from 'node:url';
import { openElectron } from '../openApp.mjs';
import { streamTimes } from './streamTimes.mjs';

const appFolder = fileURLToPath(new URL('./bareEngine', import.meta.url));

/**
 * @typedef {object} EngineSettings
 * @property {string} modelPath
 * @property {number} contextSize
 * @property {number} threads
 * @property {boolean} usesGpu
 */

/**
 * The engine alone, in a utility process of an otherwise empty app of the same Electron.
 * @param {EngineSettings} settings
 */
export async function openBareEngine(settings) {
  const { app, close } = await openElectron(appFolder, {});
  /** @param {unknown} message @returns {Promise<any>} */
  const call = async (message) => {
    const reply = await app.evaluate(
      (_electron, sent) => Reflect.get(globalThis, 'bareEngine')(sent),
      message,
    );
    if (reply.error) throw new Error(reply.error);
    return reply;
  };
  try {
    const loaded = await call({ type: 'load', ...settings });
    if (loaded.threads !== settings.threads || loaded.contextSize !== settings.contextSize) {
      throw new Error(`The bare engine got other settings than Loam's: ${JSON.stringify(loaded)}.`);
    }
    return {
      /** @type {{ contextSize: number, threads: number, gpu: string | false }} */
      loaded,
      /**
       * @param {{ way: 'session' | 'loop', threads: number, prompt: string, maxTokens: number }} question
       */
      async ask(question) {
        const { marks, endedMs, evaluatedTokens } = await call({ type: 'ask', ...question });
        return {
          evaluatedTokens: Number(evaluatedTokens),
          ...streamTimes(marks, endedMs),
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
