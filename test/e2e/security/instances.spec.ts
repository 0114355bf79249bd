import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { appEnvironment } from '../../../scripts/bench/openApp.mjs';
import { electronRuntime } from '../../../scripts/setup/electronRuntime.mjs';
import { electronSwitches } from '../../../scripts/setup/electronSwitches.mjs';
import { expect, test } from '../fixtures';

const projectFolder = resolve(import.meta.dirname, '../../..');

/** Starts the app on this data folder and returns its exit code. */
async function startAgain(home: string): Promise<number | null> {
  const child = spawn(electronRuntime().executable, [...electronSwitches(), projectFolder], {
    env: appEnvironment({ LOAM_HOME: home }),
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

test('20 more starts at once all end with 0 and bring the one window to the front', async ({ loam }) => {
  await loam.open();
  await loam.app.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.minimize();
    Reflect.set(globalThis, 'starts', 0);
    app.on('second-instance', () => {
      Reflect.set(globalThis, 'starts', (Reflect.get(globalThis, 'starts') as number) + 1);
    });
  });
  const codes = await Promise.all(Array.from({ length: 20 }, () => startAgain(loam.home)));
  expect(codes).toEqual(new Array(20).fill(0));
  const state = () =>
    loam.app.evaluate(({ BrowserWindow }) => ({
      starts: Reflect.get(globalThis, 'starts') as number,
      windows: BrowserWindow.getAllWindows().map((window) => window.isMinimized()),
    }));
  await expect.poll(state).toEqual({ starts: 20, windows: [false] });
});

test('the app starts again after it was killed, whatever lock it left behind', async ({ loam }) => {
  await loam.open();
  await loam.kill();
  await loam.open();
  const info = await loam.page.evaluate(() => window.loam.application.info({}));
  expect(info).toMatchObject({ ok: true, value: { dataFolder: loam.home } });
});
