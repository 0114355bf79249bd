import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { processStartedAt } from './processIdentity.mjs';
import { SetUpLock } from './setUpLock.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

const lockFile = () => path.join(temporaryFolder(), '.setup', 'lock');
const isOnPosix = process.platform !== 'win32';

/** A program that sleeps, leading a process group of its own. */
function sleeper() {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { child, ended };
}

/**
 * @param {string} file
 * @param {unknown} content
 */
function leaveLock(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

describe('the lock of the set-up', () => {
  it('makes a second set-up wait until the first is done', async () => {
    const file = lockFile();
    const first = new SetUpLock(file);
    const second = new SetUpLock(file);
    await first.acquire();
    const said = [];
    let hasSecond = false;
    const waiting = second.acquire({ say: (text) => said.push(text) }).then(() => (hasSecond = true));
    await expect.poll(() => said.length).toBe(1);
    expect(said[0]).toContain(`process ${process.pid}`);
    expect(hasSecond).toBe(false);
    first.release();
    await waiting;
    second.release();
    expect(existsSync(file)).toBe(false);
  });

  it('stops waiting when it is interrupted', async () => {
    const file = lockFile();
    const holder = new SetUpLock(file);
    await holder.acquire();
    const stopper = new AbortController();
    const waiting = new SetUpLock(file).acquire({ signal: stopper.signal, say: () => stopper.abort() });
    await expect(waiting).rejects.toThrow();
    holder.release();
  });

  it('takes over from an owner that was killed', async () => {
    const file = lockFile();
    const { child, ended } = sleeper();
    const owner = { pid: child.pid, startedAt: processStartedAt(child.pid) };
    leaveLock(file, { owner });
    child.kill('SIGKILL');
    await ended;
    const lock = new SetUpLock(file);
    await lock.acquire();
    expect(JSON.parse(readFileSync(file, 'utf8')).owner.pid).toBe(process.pid);
    lock.release();
  });

  it('takes over when the pid now belongs to another process', async () => {
    const file = lockFile();
    leaveLock(file, { owner: { pid: process.pid, startedAt: 'long ago' } });
    const lock = new SetUpLock(file);
    await lock.acquire();
    lock.release();
  });

  it.runIf(isOnPosix)('ends the program that a killed owner left running', async () => {
    const file = lockFile();
    const { child, ended } = sleeper();
    const mark = { pid: child.pid, startedAt: processStartedAt(child.pid) };
    leaveLock(file, { owner: { pid: process.pid, startedAt: 'long ago' }, child: mark });
    const lock = new SetUpLock(file);
    await lock.acquire();
    await ended;
    expect(child.signalCode).toBe('SIGTERM');
    lock.release();
  });

  it.runIf(isOnPosix)(
    'leaves a process alone that only has the pid of the program of a killed owner',
    async () => {
      const file = lockFile();
      const { child, ended } = sleeper();
      leaveLock(file, {
        owner: { pid: process.pid, startedAt: 'long ago' },
        child: { pid: child.pid, startedAt: 'long ago' },
      });
      const lock = new SetUpLock(file);
      await lock.acquire();
      expect(child.exitCode ?? child.signalCode).toBe(null);
      lock.release();
      child.kill('SIGKILL');
      await ended;
    },
  );

  it('names the program that runs for its owner until that has ended', async () => {
    const file = lockFile();
    const lock = new SetUpLock(file);
    await lock.acquire();
    lock.recordChild(process.ppid);
    expect(JSON.parse(readFileSync(file, 'utf8')).child.pid).toBe(process.ppid);
    lock.recordChild(undefined);
    expect(JSON.parse(readFileSync(file, 'utf8'))).not.toHaveProperty('child');
    lock.release();
  });
});
