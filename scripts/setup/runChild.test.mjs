import { describe, expect, it } from 'vitest';
import { processStartedAt } from './processIdentity.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';

/** @param {string} program */
const node = (program, options) => runChild(process.execPath, ['-e', program], options);

describe('a program that the set-up runs', () => {
  it('gives its exit code and what it wrote', async () => {
    const { code, output } = await node('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(code).toBe(3);
    expect(output).toContain('out\n');
    expect(output).toContain('err\n');
  });

  it('hands over whole lines, also ones that are rewritten in place and the last one without an end', async () => {
    const lines = [];
    await node('process.stdout.write("10%\\r20%\\r\\ndone")', { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['10%', '20%', 'done']);
  });

  it('says which program could not be started', async () => {
    const running = runChild('loam-no-such-program', []);
    await expect(running).rejects.toThrow('loam-no-such-program could not be started');
    await expect(running).rejects.toBeInstanceOf(SetUpError);
  });

  it('is reported as gone once, and not after its caller was told, when it could not be started', async () => {
    const pids = [];
    const running = runChild('loam-no-such-program', [], { onProcess: (pid) => pids.push(pid) });
    await expect(running).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pids).toEqual([undefined]);
  });

  it.skipIf(process.platform === 'win32')(
    'is ended with all that it started when the set-up is stopped',
    async () => {
      const stopper = new AbortController();
      const sleeping = 'setTimeout(() => {}, 60_000)';
      const program = `
      const { spawn } = require('node:child_process');
      const inner = spawn(process.execPath, ['-e', ${JSON.stringify(sleeping)}], { stdio: 'ignore' });
      console.log(inner.pid);
      ${sleeping}`;
      let innerPid = 0;
      const onLine = (line) => {
        innerPid = Number(line);
        stopper.abort(new Error('stopped'));
      };
      const pids = [];
      const running = node(program, { signal: stopper.signal, onLine, onProcess: (pid) => pids.push(pid) });
      await expect(running).rejects.toThrow('stopped');
      expect(pids).toEqual([expect.any(Number), undefined]);
      expect(innerPid).toBeGreaterThan(0);
      await expect.poll(() => processStartedAt(innerPid)).toBeUndefined();
    },
  );

  it('is not started when the set-up was stopped before', async () => {
    const stopper = new AbortController();
    stopper.abort(new Error('stopped'));
    const pids = [];
    const running = node('', { signal: stopper.signal, onProcess: (pid) => pids.push(pid) });
    await expect(running).rejects.toThrow('stopped');
    expect(pids).toEqual([]);
  });
});

describe('the last words of a program', () => {
  it('are its last lines without empty ones and colours', () => {
    expect(lastLines('a\n\nb\n\x1b[31mc\x1b[0m\n', 2)).toBe('    b\n    c');
  });
});
