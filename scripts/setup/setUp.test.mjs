import { existsSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { setUp } from './setUp.mjs';
import { SetUpError, SetUpInterrupted } from './setUpError.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';

/** Collects what a person would read. */
class Screen extends Writable {
  text = '';

  _write(chunk, _encoding, done) {
    this.text += chunk;
    done();
  }
}

/**
 * A step that is done when its stamp is there.
 * @param {string} name
 * @param {string[]} runs Gets the name each time the step's work is done.
 * @param {() => void} [fail] Called in the middle of the work.
 */
function stampedStep(name, runs, fail = () => {}) {
  const stamp = (root) => path.join(root, `${name}.json`);
  return {
    name,
    isUpToDate: ({ root }) => readStamp(stamp(root)) === true,
    async run({ root }) {
      fail();
      runs.push(name);
      writeStamp(stamp(root), true);
      return { detail: `${name} made`, bytes: 1_500_000 };
    },
  };
}

function prepare() {
  const root = temporaryFolder();
  const output = new Screen();
  const { signal } = new AbortController();
  return { root, output, run: (steps) => setUp({ root, purpose: 'app', steps, output, signal }) };
}

describe('the set-up', () => {
  it('runs each step once, in order, and shows what each took', async () => {
    const { root, output, run } = prepare();
    const runs = [];
    const steps = [stampedStep('first', runs), stampedStep('second', runs)];
    await expect(run(steps)).resolves.toEqual({ didWork: true });
    expect(runs).toEqual(['first', 'second']);
    expect(output.text).toMatch(/^\[1\/2\] first: done in \d+\.\d s, 1\.5 MB$/m);
    expect(output.text).toMatch(/^second +done: second made +\d+\.\d +1,500,000$/m);
    expect(existsSync(path.join(root, '.setup'))).toBe(false);
  });

  it('does and says nothing when everything is up to date', async () => {
    const { output, run } = prepare();
    const runs = [];
    await run([stampedStep('only', runs)]);
    output.text = '';
    await expect(run([stampedStep('only', runs)])).resolves.toEqual({ didWork: false });
    expect(runs).toEqual(['only']);
    expect(output.text).toBe('');
  });

  it('goes on after a failure at the step that failed', async () => {
    const { root, output, run } = prepare();
    const runs = [];
    let isBroken = true;
    const fail = () => {
      if (isBroken) throw new SetUpError('no network');
    };
    const steps = [stampedStep('first', runs), stampedStep('second', runs, fail), stampedStep('third', runs)];
    await expect(run(steps)).rejects.toThrow('no network');
    expect(output.text).toMatch(/^first +done/m);
    expect(output.text).toMatch(/^second +failed/m);
    expect(existsSync(path.join(root, '.setup'))).toBe(false);

    isBroken = false;
    await run(steps);
    expect(runs).toEqual(['first', 'second', 'third']);
  });

  it('leaves out a step that is not needed', async () => {
    const { run } = prepare();
    const runs = [];
    await run([{ ...stampedStep('unneeded', runs), isNeeded: () => false }, stampedStep('needed', runs)]);
    expect(runs).toEqual(['needed']);
  });

  it('goes on when a step fails that can be done without', async () => {
    const { output, run } = prepare();
    const runs = [];
    const fail = () => {
      throw new SetUpError('unreachable');
    };
    await run([{ ...stampedStep('extra', runs, fail), isOptional: () => true }, stampedStep('needed', runs)]);
    expect(runs).toEqual(['needed']);
    expect(output.text).toContain('not needed now: unreachable');
  });

  it('says what is missing without a step that failed, and how to get it', async () => {
    const { output, run } = prepare();
    const fail = () => {
      throw new SetUpError('unreachable', { nextStep: 'plug the cable in' });
    };
    const extra = {
      ...stampedStep('extra', [], fail),
      isOptional: () => true,
      withoutIt: 'no maps are shown',
    };
    await run([extra]);
    expect(output.text).toContain('extra: not done, no maps are shown: unreachable');
    expect(output.text).toContain('extra: next: plug the cable in');
    expect(output.text).toMatch(/^extra +not done, no maps are shown/m);
  });

  it('gives up the lock and keeps what is done when it is interrupted', async () => {
    const root = temporaryFolder();
    const output = new Screen();
    const runs = [];
    const stopper = new AbortController();
    const interrupt = () => stopper.abort(new SetUpInterrupted('SIGINT'));
    const steps = [stampedStep('first', runs, interrupt), stampedStep('second', runs)];
    const running = setUp({ root, purpose: 'app', steps, output, signal: stopper.signal });
    await expect(running).rejects.toBeInstanceOf(SetUpInterrupted);
    expect(runs).toEqual(['first']);
    expect(existsSync(path.join(root, '.setup'))).toBe(false);
  });

  it('does the work once when two set-ups run at the same time', async () => {
    const { root, output, run } = prepare();
    const runs = [];
    const slow = () => ({
      ...stampedStep('slow', runs),
      async run({ root: folder }) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        runs.push('slow');
        writeStamp(path.join(folder, 'slow.json'), true);
        return { detail: 'made' };
      },
    });
    await Promise.all([run([slow()]), run([slow()])]);
    expect(runs).toEqual(['slow']);
    expect(output.text).toContain('another set-up');
    expect(existsSync(path.join(root, '.setup'))).toBe(false);
  });
});
