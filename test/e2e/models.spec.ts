import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { LoopbackHub } from '../helpers/loopbackHub';
import { expect, test, type LoamWindow } from './fixtures';

const starterFile = resolve(import.meta.dirname, '../../models/weights/SmolLM2-135M-Instruct.Q4_1.gguf');

const card = (page: Page, name: string): Locator => page.getByRole('article', { name, exact: true });

async function openModels(loam: LoamWindow): Promise<Page> {
  await loam.open();
  await loam.startChatting();
  await loam.page.getByRole('button', { name: /^Models/ }).click();
  await loam.page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
  return loam.page;
}

/** A model file of the test's own. */
function ownFile(loam: LoamWindow, name: string): string {
  const file = join(loam.home, name);
  copyFileSync(starterFile, file);
  return file;
}

/** What Loam keeps of its own models. */
function modelFolders(loam: LoamWindow): string[] {
  const folder = join(loam.home, 'models');
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function addByDialog(loam: LoamWindow, file: string, mode: 'Copy' | 'Link'): Promise<void> {
  const { page } = loam;
  await loam.openDialogsChoose(file);
  await page.getByRole('button', { name: 'Add a model file…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Add / });
  if (mode === 'Link') await dialog.getByRole('radio', { name: 'Use it where it is' }).check();
  await dialog.getByRole('button', { name: mode, exact: true }).click();
}

test('a model is copied in, loaded, shown with what it really uses, and deleted again', async ({ loam }) => {
  const page = await openModels(loam);
  const file = ownFile(loam, 'garden-helper-Q4_1.gguf');
  await addByDialog(loam, file, 'Copy');
  await expect(page.getByRole('alert')).toContainText('can be loaded now');
  const garden = page.getByRole('article', { name: /garden/i });
  await expect(garden).toContainText('Copied into Loam');
  await expect(garden).toContainText('Q4_1: weights stored in about 5 bits each');
  await expect(garden.getByRole('button', { name: /^Fits/ })).toBeVisible({ timeout: 30_000 });

  await garden.getByRole('button', { name: 'Load now' }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText(/garden.* is ready/i, { timeout: 30_000 });
  await expect(garden).toContainText('In memory');
  const windowFact = main.getByText('Window in tokens').locator('..').locator('..');
  await expect(windowFact).toContainText('4,096 of 8,192');

  const [folder = ''] = modelFolders(loam);
  expect(folder).not.toBe('');
  await garden.getByRole('button', { name: /^Delete/ }).click();
  await page.getByRole('button', { name: 'Delete and free 98.4 MB' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'was deleted' })).toContainText(
    '98.4 MB on the disk are free again.',
  );
  await expect(garden).toHaveCount(0);
  expect(existsSync(join(loam.home, 'models', folder))).toBe(false);
  expect(existsSync(file)).toBe(true);
  await expect(main).toContainText('Loads with the first question');
});

test('a linked model is named, answers, and leaves its file behind when it goes', async ({ loam }) => {
  const page = await openModels(loam);
  const file = ownFile(loam, 'linked.gguf');
  await addByDialog(loam, file, 'Link');
  await page.getByRole('button', { name: 'Rename linked' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('House model');
  await page.keyboard.press('Enter');
  const house = card(page, 'House model');
  await expect(house).toContainText('Linked file');
  await house.getByRole('button', { name: 'Use for new chats' }).click();
  await expect(house).toContainText('Used for new chats');

  await loam.newChat();
  await loam.ask('What is the capital of France?');
  await expect(page.getByRole('button', { name: 'Model: House model, loaded' })).toBeVisible();

  await page.getByRole('button', { name: /^Models/ }).click();
  await house.getByRole('button', { name: 'Remove from the list: House model' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(house).toHaveCount(0);
  expect(existsSync(file)).toBe(true);
});

test('files that are no models are refused, each with its reason, and the window stays', async ({ loam }) => {
  const page = await openModels(loam);
  const cut = ownFile(loam, 'cut.gguf');
  truncateSync(cut, 40_000_000);
  await addByDialog(loam, cut, 'Copy');
  const alert = page.getByRole('alert').filter({ hasText: 'was not added' });
  await expect(alert).toContainText(/cut\.gguf: .{20,}/);
  await alert.getByRole('button', { name: 'Close' }).click();

  const noise = join(loam.home, 'noise.gguf');
  writeFileSync(noise, 'This is a shopping list: carrots, leeks, bread.');
  await addByDialog(loam, noise, 'Link');
  await expect(alert).toContainText(/noise\.gguf: .{20,}/);
  await expect(page.getByRole('article')).toHaveCount(1);
  expect(modelFolders(loam)).toEqual([]);
});

test('a file that is dropped on the screen can be added', async ({ loam }) => {
  const page = await openModels(loam);
  const file = ownFile(loam, 'dropped.gguf');
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    browser.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(page.getByText('Drop GGUF files here')).toBeVisible();
  await drag('drop');
  const dialog = page.getByRole('dialog', { name: 'Add dropped.gguf' });
  await expect(dialog).toContainText('98.4 MB');
  await dialog.getByRole('radio', { name: 'Use it where it is' }).check();
  await dialog.getByRole('button', { name: 'Link' }).click();
  await expect(card(page, 'dropped')).toContainText('Linked file');
  expect(page.url()).toBe('loam://app/index.html');
});

test('a model that was just used stays in memory, and can be freed by itself', async ({ loam }) => {
  const page = await openModels(loam);
  const main = page.getByRole('main');
  await addByDialog(loam, ownFile(loam, 'second.gguf'), 'Link');
  const starter = page.getByRole('article').filter({ hasText: 'Came with Loam' });
  await starter.getByRole('button', { name: 'Load now' }).click();
  await expect(starter).toContainText('In memory', { timeout: 30_000 });
  await card(page, 'second').getByRole('button', { name: 'Load now' }).click();
  await expect(main).toContainText('second is ready', { timeout: 30_000 });
  await expect(starter).toContainText('Kept in memory');
  await main.getByRole('button', { name: /^Free the memory of / }).click();
  await expect(starter).not.toContainText('Kept in memory');
  await expect(main).toContainText('second is ready');
});

test('changed settings show in what is really used', async ({ loam }) => {
  const page = await openModels(loam);
  const starter = page.getByRole('article').filter({ hasText: 'Came with Loam' });
  await starter.getByRole('button', { name: 'Load now' }).click();
  await expect(starter).toContainText('In memory', { timeout: 30_000 });
  await page.getByRole('button', { name: /^Settings/ }).click();
  const threads = page.getByRole('group', { name: 'Threads' });
  await threads.getByText('By hand').click();
  await threads.getByRole('textbox', { name: 'Number of threads' }).fill('1');
  await page.keyboard.press('Tab');
  const attention = page.getByRole('group', { name: 'Flash attention' });
  await attention.getByText('Off', { exact: true }).click();
  await page.getByRole('button', { name: 'Apply now' }).click();
  await expect(threads).toContainText('Really used now: 1', { timeout: 30_000 });
  await expect(attention).toContainText('Really used now: off');
});

test.describe('from a hub', () => {
  let hub: LoopbackHub;

  test.beforeEach(async ({ loam }) => {
    hub = await LoopbackHub.start();
    hub.addRepository('garden/helper-GGUF', { 'helper-Q4_1.gguf': readFileSync(starterFile) });
    loam.environment['HF_ENDPOINT'] = hub.endpoint;
  });

  test.afterEach(() => hub.stop());

  async function look(page: Page): Promise<void> {
    await page.getByRole('tab', { name: 'Find models' }).click();
    await page.getByRole('textbox', { name: 'Repository or address' }).fill('garden/helper-GGUF');
    await expect(page.getByText(`Look asks ${new URL(hub.endpoint).host} what is there.`)).toBeVisible();
    expect(hub.requests).toEqual([]);
    await page.getByRole('button', { name: 'Look' }).click();
  }

  test('a pasted repository is looked at only when asked, downloaded, paused and gone on with', async ({
    loam,
  }) => {
    const page = await openModels(loam);
    hub.paceMs = 2;
    await look(page);
    const offer = card(page, 'helper-Q4_1.gguf');
    await expect(offer).toContainText('98.4 MB · Q4_1: weights stored');
    await offer.getByRole('button', { name: 'Download helper-Q4_1.gguf' }).click();
    await expect(offer).toContainText(/of 98\.4 MB · .*\/s/);
    await expect(page.getByRole('tab', { name: /^Downloads\s*1\s*under way$/ })).toBeVisible();
    await offer.getByRole('button', { name: /^Pause/ }).click();
    await expect(offer).toContainText('Paused');
    hub.paceMs = 0;
    await offer.getByRole('button', { name: /^Resume/ }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'is here' });
    await expect(notice).toContainText('98.4 MB downloaded and checked.', { timeout: 60_000 });
    await notice.getByRole('button', { name: 'Use it for new chats' }).click();
    await page.getByRole('tab', { name: 'On this computer' }).click();
    const arrived = page.getByRole('article').filter({ hasText: 'Downloaded' });
    await expect(arrived).toContainText('Used for new chats');
    await arrived.getByRole('button', { name: 'More facts' }).click();
    await expect(arrived).toContainText('garden/helper-GGUF');
  });

  test('a damaged download is named as one and never listed, and the next try succeeds', async ({ loam }) => {
    const page = await openModels(loam);
    hub.faults.push({ type: 'wrong-byte', at: 5_000_000 });
    await look(page);
    await card(page, 'helper-Q4_1.gguf').getByRole('button', { name: 'Download helper-Q4_1.gguf' }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'was not downloaded' });
    await notice.waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: 'On this computer' }).click();
    await expect(page.getByRole('article')).toHaveCount(1);
    await notice.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('article').filter({ hasText: 'Downloaded' })).toBeVisible({
      timeout: 60_000,
    });
  });

  test('the short list is judged for this computer without asking anybody', async ({ loam }) => {
    const page = await openModels(loam);
    await page.getByRole('tab', { name: 'Find models' }).click();
    await expect(page.getByText('Recommended for this computer').first()).toBeVisible({ timeout: 30_000 });
    const count = await page.getByRole('article').count();
    expect(count).toBeGreaterThan(5);
    await expect(page.getByRole('button', { name: /: show the numbers$/ })).toHaveCount(count);
    await expect(page.getByText(/This computer: .* of memory/)).toBeVisible();
    expect(hub.requests).toEqual([]);
  });
});
