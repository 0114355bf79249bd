/**
 * `npm run fuzz:documents [-- --documents N] [--seed S]`: changes sound documents of every format and reads them. The same
 * seed repeats the same documents. It ends by itself; exit status 1 when one of them ended in anything else than its text
 * or a reason.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { buildApplication } from '../setup/build.mjs';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});

await buildApplication();
/** @type {{ module: typeof import('./documentsFuzz.ts') }} */
const { module } = await runnerImport(fileURLToPath(new URL('documentsFuzz.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'error',
});
const isAsItMustBe = await module.fuzzDocuments({
  documents: wholeNumber('--documents', values.documents),
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
