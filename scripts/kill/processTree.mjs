import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 50;

/**
 * @typedef {{ pid: number, command: string }} ChildProcess
 */

/**
 * @param {number} pid
 * @returns {ChildProcess[]} The processes it has started, and those they have started.
 */
export function descendantsOf(pid) {
  const all = listProcesses();
  const found = [];
  const parents = new Set([pid]);
  // A parent is listed before its children only as a rule, so look until nothing new is found.
  for (let size = -1; size !== parents.size;) {
    size = parents.size;
    for (const process of all) if (parents.has(process.parentPid)) parents.add(process.pid);
  }
  for (const process of all) if (process.pid !== pid && parents.has(process.pid)) found.push(process);
  return found.map(({ pid: childPid, command }) => ({ pid: childPid, command }));
}

/**
 * @param {readonly ChildProcess[]} processes
 * @param {number} patienceMs
 * @returns {Promise<{ remaining: ChildProcess[], waitedMs: number }>} Those that still live after that time.
 */
export async function waitUntilGone(processes, patienceMs) {
  const startedMs = performance.now();
  for (;;) {
    const alive = new Map(listProcesses().map((process) => [process.pid, process.command]));
    // The same number with another command is another process.
    const remaining = processes.filter(({ pid, command }) => alive.get(pid) === command);
    const waitedMs = performance.now() - startedMs;
    if (remaining.length === 0 || waitedMs > patienceMs) return { remaining, waitedMs };
    await sleep(pollMs);
  }
}

/** @returns {{ pid: number, parentPid: number, command: string }[]} Without those that ended and wait to be collected. */
function listProcesses() {
  const text = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,args='], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null || match[3]?.startsWith('Z')) return [];
    return [{ pid: Number(match[1]), parentPid: Number(match[2]), command: match[4] ?? '' }];
  });
}
