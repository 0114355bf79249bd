import { copyFileSync, renameSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test, type LoamWindow } from './fixtures';

const starterFile = resolve(import.meta.dirname, '../../models/weights/SmolLM2-135M-Instruct.Q4_1.gguf');
const calm = { temperature: 0, topP: 1, topK: 40, minP: 0, repeatPenalty: 1.1, maxTokens: 40, seed: 1 };

/** Links a model file of the test's own, so that it can be lost or damaged without touching the starter model. */
async function linkModel(loam: LoamWindow, file: string): Promise<void> {
  const id = await loam.page.evaluate(async (path) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<string>();
    await window.loam.models.add({ paths: [path], mode: 'link' }, ({ part }) => {
      if (part.type === 'end') end(part.result.added[0]?.id ?? '');
    });
    return ended;
  }, file);
  if (id === '') throw new Error('The model was refused.');
  await loam.updateSettings({ defaultModelId: id, defaultSampling: calm });
}

/** The process id of the worker that holds the model. */
function workerPid(loam: LoamWindow): Promise<number> {
  return loam.app.evaluate(({ app }) => {
    const worker = app
      .getAppMetrics()
      .find(({ name, serviceName }) => `${name} ${serviceName}`.includes('Loam inference'));
    if (worker === undefined) throw new Error('No inference worker runs.');
    return worker.pid;
  });
}

test('a worker killed in the middle of an answer interrupts it, and the chat goes on without a restart', async ({
  loam,
}) => {
  await loam.open();
  await loam.updateSettings({ defaultSampling: { ...calm, maxTokens: 1000 } });
  await loam.startChatting();
  const { page } = loam;
  await loam.send('Tell me a very long story about a farmer, her dog and the river.');
  await expect(page.getByRole('button', { name: 'Stop the answer' })).toBeVisible();
  await expect(page.getByRole('log')).toContainText('Writing…', { timeout: 30_000 });
  process.kill(await workerPid(loam), 'SIGKILL');
  const log = page.getByRole('log');
  await expect(log).toContainText('What was written is kept.');
  await loam.updateSettings({ defaultSampling: calm });
  await loam.newChat();
  await loam.ask('What is the capital of France?');
  await expect(page.getByRole('log')).toContainText('Paris');
});

test('a model file that was deleted is named with a next step, and chatting works once it is back', async ({
  loam,
}) => {
  await loam.open();
  const file = join(loam.home, 'own-model.gguf');
  copyFileSync(starterFile, file);
  await linkModel(loam, file);
  await loam.startChatting();
  renameSync(file, `${file}.away`);
  await loam.ask('What is the capital of France?');
  const { page } = loam;
  const log = page.getByRole('log');
  await expect(log).toContainText('own-model.gguf');
  await expect(page.getByRole('button', { name: 'Open models' }).first()).toBeVisible();
  renameSync(`${file}.away`, file);
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(log).toContainText('Paris', { timeout: 30_000 });
});

test('a damaged model fails to load with a reason, and another model still answers', async ({ loam }) => {
  await loam.open();
  const file = join(loam.home, 'damaged.gguf');
  copyFileSync(starterFile, file);
  await linkModel(loam, file);
  truncateSync(file, 20_000_000);
  await loam.startChatting();
  await loam.ask('What is the capital of France?');
  const { page } = loam;
  await expect(page.getByRole('log')).toContainText('damaged cannot be used');
  await expect(page.getByRole('button', { name: 'Open models' }).first()).toBeVisible();
  await loam.updateSettings({ defaultModelId: null });
  await loam.newChat();
  await loam.ask('What is the capital of France?');
  await expect(page.getByRole('log')).toContainText('Paris', { timeout: 30_000 });
});

test('a full window is marked where the memory of the model begins', async ({ loam }) => {
  await loam.open();
  await loam.updateSettings({ contextSize: 512, defaultSampling: { ...calm, maxTokens: 100 } });
  await loam.startChatting();
  const { page } = loam;
  const long = 'Please remember these words: '.concat('harvest barn meadow orchard '.repeat(25));
  await loam.ask(`First. ${long}`);
  await loam.ask(`Second. ${long}`);
  await loam.ask(`Third. ${long}`);
  await loam.ask(`Fourth. ${long}`);
  await page.getByRole('log').hover();
  await expect(async () => {
    await page.mouse.wheel(0, -300);
    await expect(page.getByText('Loam’s memory begins here')).toBeInViewport({ timeout: 500 });
  }).toPass();
});
