/**
 * Keeps two set-ups from working in one clone at once. The lock file names its owner, and the program that the owner is
 * running now: when the owner was killed, what it left running is ended before anybody starts anew.
 */
import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStartedAt } from './processIdentity.mjs';
import { endTree } from './runChild.mjs';

const pollMs = 300;
const tornLockAgeMs = 5_000;
const orphanGraceMs = 5_000;

/**
 * @typedef {{ pid: number, startedAt: string }} ProcessMark
 * @typedef {{ owner: ProcessMark, child?: ProcessMark }} LockContent
 */

export class SetUpLock {
  /** @param {string} file Path of the lock file. */
  constructor(file) {
    this.file = file;
    /** @type {LockContent} */
    this.content = { owner: markOf(process.pid) };
  }

  /**
   * Waits until the lock is ours.
   * @param {{ signal?: AbortSignal, say?: (text: string) => void }} [options] `say` is told once why it waits.
   */
  async acquire({ signal, say } = {}) {
    let told = false;
    while (!this.tryCreate()) {
      signal?.throwIfAborted();
      const found = this.read();
      if (found === 'gone') continue;
      if (found !== 'torn' && isRunning(found.owner)) {
        if (!told)
          say?.(`another set-up (process ${found.owner.pid}) is at work in this folder; waiting for it`);
        told = true;
        await sleep(pollMs, undefined, { signal });
      } else if (found !== 'torn' || this.ageMs() > tornLockAgeMs) {
        await this.takeAway(found);
      } else {
        await sleep(pollMs, undefined, { signal });
      }
    }
  }

  /** @param {number | undefined} pid The program that is being run for the owner, if any. */
  recordChild(pid) {
    this.content =
      pid === undefined ? { owner: this.content.owner } : { ...this.content, child: markOf(pid) };
    const fresh = `${this.file}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(this.content));
    renameSync(fresh, this.file);
  }

  release() {
    rmSync(this.file, { force: true });
  }

  /** @returns {boolean} False when somebody holds the lock. */
  tryCreate() {
    let descriptor;
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      descriptor = openSync(this.file, 'wx');
    } catch (error) {
      // ENOENT: the one who released it has just taken the empty folder away.
      if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
      throw error;
    }
    writeFileSync(descriptor, JSON.stringify(this.content));
    closeSync(descriptor);
    return true;
  }

  /** @returns {LockContent | 'torn' | 'gone'} */
  read() {
    try {
      const content = JSON.parse(readFileSync(this.file, 'utf8'));
      return typeof content?.owner?.pid === 'number' ? content : 'torn';
    } catch (error) {
      return error.code === 'ENOENT' ? 'gone' : 'torn';
    }
  }

  ageMs() {
    const stat = statSync(this.file, { throwIfNoEntry: false });
    return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
  }

  /**
   * Removes a lock whose owner is gone. Renaming first makes sure that a lock taken by somebody else since `found` was
   * read is noticed and put back.
   * @param {LockContent | 'torn'} found
   */
  async takeAway(found) {
    if (found !== 'torn' && found.child !== undefined) await endOrphan(found.child);
    const aside = `${this.file}.stale-${process.pid}`;
    try {
      renameSync(this.file, aside);
    } catch (error) {
      if (error.code === 'ENOENT') return;
      throw error;
    }
    if (found !== 'torn' && readFileSync(aside, 'utf8') !== JSON.stringify(found)) {
      try {
        linkSync(aside, this.file);
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
    }
    rmSync(aside, { force: true });
  }
}

/**
 * @param {number} pid
 * @returns {ProcessMark}
 */
function markOf(pid) {
  return { pid, startedAt: processStartedAt(pid) ?? 'ended' };
}

/** @param {ProcessMark} mark */
function isRunning(mark) {
  return processStartedAt(mark.pid) === mark.startedAt;
}

/** @param {ProcessMark} mark */
async function endOrphan(mark) {
  if (mark.startedAt === 'unknown' || !isRunning(mark)) return;
  endTree(mark.pid, 'SIGTERM');
  const deadline = Date.now() + orphanGraceMs;
  while (isRunning(mark) && Date.now() < deadline) await sleep(100);
  if (isRunning(mark)) endTree(mark.pid, 'SIGKILL');
}
