/**
 * The convention of every benchmark: progress on stderr; the last line of stdout is one JSON object; the exit status
 * is 1 when a bar falls short.
 */
import os from 'node:os';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronRuntime } from '../setup/electronRuntime.mjs';
import { rounded } from './statistics.mjs';

/**
 * @typedef {object} Bar A promise about one figure.
 * @property {string} name
 * @property {number} value
 * @property {string} unit
 * @property {number} [atLeast]
 * @property {number} [atMost]
 * @property {boolean} pass
 *
 * @typedef {object} Outcome What a benchmark found.
 * @property {Record<string, unknown>} figures
 * @property {Bar[]} bars
 *
 * @typedef {object} Benchmark
 * @property {string} summary One line.
 * @property {string} [help] What it takes, where that needs more than a line.
 * @property {(context: BenchContext) => Promise<Outcome>} run
 *
 * @typedef {object} BenchContext
 * @property {(line: string) => void} say Progress for people.
 * @property {{ data?: string | undefined, limit?: string | undefined }} options What the command line says.
 */

/** What the command line asks for cannot be measured; the message says what could be. */
export class WrongOptions extends Error {}

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * @param {string} name
 * @param {number} value
 * @param {string} unit
 * @param {number} limit
 * @returns {Bar}
 */
export function atLeast(name, value, unit, limit) {
  return { name, value: rounded(value, 4), unit, atLeast: limit, pass: value >= limit };
}

/**
 * @param {string} name
 * @param {number} value
 * @param {string} unit
 * @param {number} limit
 * @returns {Bar}
 */
export function atMost(name, value, unit, limit) {
  return { name, value: rounded(value, 4), unit, atMost: limit, pass: value <= limit };
}

/** What the figures depend on. */
export function describeMachine() {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: rounded(os.totalmem() / 2 ** 30, 1),
    platform: `${os.platform()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    electron: electronRuntime().version,
    loadBefore: rounded(os.loadavg()[0] ?? 0),
  };
}

/** @param {string} line */
export function sayOnStderr(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Prints a table for people (unless only JSON is wanted) and the JSON line.
 * @param {string} bench
 * @param {Record<string, unknown>} machine
 * @param {Outcome} outcome
 * @param {{ jsonOnly: boolean }} options
 * @returns {boolean} Whether every bar is met.
 */
export function printOutcome(bench, machine, { figures, bars }, { jsonOnly }) {
  if (!jsonOnly) process.stdout.write(`${describeOutcome(bench, { figures, bars })}\n`);
  process.stdout.write(`${JSON.stringify({ bench, machine, figures, bars })}\n`);
  return bars.every(({ pass }) => pass);
}

/**
 * @param {string} bench
 * @param {Outcome} outcome
 */
export function describeOutcome(bench, { figures, bars }) {
  const width = Math.max(
    ...[...Object.keys(figures), ...bars.map(({ name }) => name)].map(({ length }) => length),
  );
  const figureLines = Object.entries(figures).map(
    ([name, value]) =>
      `  ${name.padEnd(width)}  ${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  const barLines = bars.map((bar) => {
    const limit = bar.atLeast === undefined ? `at most ${bar.atMost}` : `at least ${bar.atLeast}`;
    return `  ${bar.name.padEnd(width)}  ${bar.value} ${bar.unit} (${limit})  ${bar.pass ? 'met' : 'FALLS SHORT'}`;
  });
  return [bench, ...figureLines, 'Bars', ...barLines].join('\n');
}

/** @returns {string} The version of a package this project has installed. */
export function installedVersion(/** @type {string} */ name) {
  const file = path.join(projectRoot, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
