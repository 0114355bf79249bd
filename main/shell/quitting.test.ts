import { EventEmitter, once } from 'node:events';
import type { App } from 'electron';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { disposeBeforeQuit } from './quitting';

class FakeApp extends EventEmitter {
  preventedQuits = 0;
  quit(): void {
    const event = { isPrevented: false, preventDefault: () => (event.isPrevented = true) };
    this.emit('will-quit', event);
    if (event.isPrevented) this.preventedQuits += 1;
    else this.emit('quit');
  }
}

afterEach(() => {
  vi.useRealTimers();
});

describe('disposeBeforeQuit', () => {
  it('quits after everything is closed, and closes it once', async () => {
    const app = new FakeApp();
    const order: string[] = [];
    const dispose = vi.fn(async () => {
      await Promise.resolve();
      order.push('closed');
    });
    app.on('quit', () => order.push('quit'));
    disposeBeforeQuit(app as unknown as App, {
      dispose,
      timeoutMs: 1000,
      onFailure: () => order.push('failed'),
    });
    app.quit();
    app.quit();
    await once(app, 'quit');
    expect(order).toEqual(['closed', 'quit']);
    expect(dispose).toHaveBeenCalledOnce();
    expect(app.preventedQuits).toBe(2);
  });

  it('quits all the same when closing fails', async () => {
    const app = new FakeApp();
    const onFailure = vi.fn();
    const failure = new Error('disk gone');
    disposeBeforeQuit(app as unknown as App, {
      dispose: () => Promise.reject(failure),
      timeoutMs: 1000,
      onFailure,
    });
    app.quit();
    await once(app, 'quit');
    expect(onFailure).toHaveBeenCalledWith(failure);
  });

  it('quits all the same when closing takes for ever', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const app = new FakeApp();
    const onFailure = vi.fn();
    disposeBeforeQuit(app as unknown as App, {
      dispose: () => new Promise(() => undefined),
      timeoutMs: 1000,
      onFailure,
    });
    const quit = once(app, 'quit');
    app.quit();
    await vi.advanceTimersByTimeAsync(999);
    expect(onFailure).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await quit;
    expect(onFailure).toHaveBeenCalledOnce();
  });
});
