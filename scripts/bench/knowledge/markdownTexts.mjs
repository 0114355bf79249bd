import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../report.mjs';

const leastBytes = 1_500;
const mostBytes = 20_000;
/** Nobody's prose, or the same again and again. */
const leftOut = /changelog|history|license|licence|security|code_of_conduct|contributing/i;

/**
 * Real texts that every installation has: what the packages of this project say about themselves.
 * @returns {string[]} Each once, in the order of their paths.
 */
export function markdownTexts() {
  const folder = path.join(projectRoot, 'node_modules');
  const texts = new Set();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.md') || leftOut.test(path.basename(name))) continue;
    const file = path.join(folder, name);
    const { size } = statSync(file);
    if (size >= leastBytes && size <= mostBytes) texts.add(readFileSync(file, 'utf8'));
  }
  return [...texts];
}
