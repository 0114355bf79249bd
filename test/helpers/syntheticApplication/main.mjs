/**
 * Loam as it is built, with one difference: a synthetic language model answers. For benchmarks and end-to-end tests
 * that need a certain answer at a certain pace; started like any app, `electron test/helpers/syntheticApplication`.
 *
 * LOAM_SYNTHETIC_SCRIPT: path of the script, see languageModel.mjs. Only this root reads it.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';
import { startApplication } from '../../../out/main/application.js';
import { SyntheticLanguageModel } from './languageModel.mjs';

const scriptFile = process.env.LOAM_SYNTHETIC_SCRIPT;
if (!scriptFile)
  throw new Error('LOAM_SYNTHETIC_SCRIPT must name the script of the synthetic language model.');

const languageModel = new SyntheticLanguageModel(scriptFile);
// The driver of a test or a benchmark reads from it what was said when.
Object.assign(globalThis, { syntheticModel: languageModel });
app.setAppPath(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..'));
startApplication({ languageModelFor: () => languageModel });
