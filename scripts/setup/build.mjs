import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStep } from './buildStep.mjs';
import { setUp } from './setUp.mjs';

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Builds the app into out/ unless it is up to date, for tools that run what was built (tests, benchmarks).
 * @param {string} [root] Project folder; this one by default.
 * @returns {Promise<void>}
 * @throws {SetUpError} When the build fails.
 */
export async function buildApplication(root = projectRoot) {
  const { signal } = new AbortController();
  await setUp({ root, purpose: 'tests', steps: [buildStep], output: process.stderr, signal });
}
