import { describe, expect, it, vi } from 'vitest';
import { LoamError } from '../../preload/contract/errors';
import { deferCore } from './deferredCore';

function fakeCore() {
  return { dispose: vi.fn(() => Promise.resolve()) };
}

describe('deferCore', () => {
  it('creates nothing before it is started, and one core however often it is', async () => {
    const create = vi.fn(() => Promise.resolve(fakeCore()));
    const core = deferCore(create);
    await Promise.resolve();
    expect(create).not.toHaveBeenCalled();
    core.start();
    core.start();
    await core.ready;
    expect(create).toHaveBeenCalledOnce();
  });

  it('hands on the reason when the core says why it could not start', async () => {
    const reason = new LoamError('storage/newer-version', 'Made by a newer Loam.');
    const core = deferCore(() => Promise.reject(reason));
    core.start();
    await expect(core.ready).rejects.toBe(reason);
  });

  it('names any other failure a failed start', async () => {
    const cause = new Error('no such native module');
    const core = deferCore(() => Promise.reject(cause));
    core.start();
    await expect(core.ready).rejects.toMatchObject({ code: 'internal/starting-failed', cause });
  });

  it('disposes a core that is still starting', async () => {
    const started = fakeCore();
    const core = deferCore(() => Promise.resolve(started));
    core.start();
    await core.dispose();
    expect(started.dispose).toHaveBeenCalledOnce();
  });

  it('has nothing to dispose when the core was never started or could not start', async () => {
    await deferCore(() => Promise.resolve(fakeCore())).dispose();
    const failed = deferCore(() => Promise.reject(new Error('x')));
    failed.start();
    await failed.dispose();
  });
});
