/**
 * `npm run fuzz:gguf [-- --mutations N] [--truncations N] [--seed S]`: gives changed and cut headers of the starter
 * model to the validator, and all that it accepts to llama.cpp in the real worker. The same seed repeats the same files.
 * It ends by itself; exit status 1 when a cut file was accepted, or when the starter model does not answer any more.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { buildApplication } from '../setup/build.mjs';

const { values } = parseArgs({
  options: {
    mutations: { type: 'string', default: '10000' },
    truncations: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});

await buildApplication();
/** @type {{ module: typeof import('./fuzzGguf.ts') }} */
const { module } = await runnerImport(fileURLToPath(new URL('fuzzGguf.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'error',
});
const isAsItMustBe = await module.fuzzGguf({
  mutations: wholeNumber('--mutations', values.mutations),
  truncations: wholeNumber('--truncations', values.truncations),
  seed: wholeNumber('--seed', values.seed),
  say: (line) => process.stdout.write(`${line}\n`),
});
process.exitCode = isAsItMustBe ? 0 : 1;

/**
 * @param {string} option
 * @param {string} text
 */
function wholeNumber(option, text) {
  if (/^\d+$/.test(text)) return Number(text);
  process.stderr.write(`${option} takes a whole number, not "${text}".\n`);
  process.exit(2);
}
