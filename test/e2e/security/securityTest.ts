import { createServer } from 'node:net';
import { LoamWindow, test as base } from '../fixtures';

export { expect } from '@playwright/test';

/** A server on this machine that nothing should ever reach. */
export interface Sink {
  port: number;
  /** Connections since the last time this was called, whatever they spoke. */
  takeHits(): number;
}

/**
 * One window of the real app for all security tests: each must leave it as it found it, which is what they are about.
 * The page gets no help: what a test runs in it is what injected code would run.
 */
export const test = base.extend<object, { opened: LoamWindow; sink: Sink }>({
  opened: [
    async ({}, use) => {
      const opened = new LoamWindow();
      await opened.open();
      await opened.startChatting();
      await use(opened);
      await opened.remove();
    },
    { scope: 'worker' },
  ],
  sink: [
    async ({}, use) => {
      let hits = 0;
      const server = createServer((socket) => {
        hits += 1;
        socket.destroy();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The sink has no port.');
      const takeHits = () => {
        const taken = hits;
        hits = 0;
        return taken;
      };
      await use({ port: address.port, takeHits });
      await new Promise((resolve) => server.close(resolve));
    },
    { scope: 'worker' },
  ],
});

/** Long enough for a navigation or a request that nothing stopped to have happened. */
export async function settle(opened: LoamWindow): Promise<void> {
  await opened.page.waitForTimeout(150);
}

/** Whether the app still shows its one page in its one window and answers. */
export async function isUnharmed(opened: LoamWindow): Promise<boolean> {
  const windows = await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  const page = await opened.page.evaluate(async () => ({
    address: location.href,
    title: document.title,
    isDrawn: document.querySelector('#root > *') !== null,
    answers: (await window.loam.application.info({})).ok,
  }));
  return (
    windows === 1 &&
    page.address === 'loam://app/index.html' &&
    page.title === 'Loam' &&
    page.isDrawn &&
    page.answers
  );
}
