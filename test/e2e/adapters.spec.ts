import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from '@playwright/test';
import { defaultSampling } from '../../preload/contract/sampling';
import { LoopbackHub } from '../helpers/loopbackHub';
import { expect, test, type LoamWindow } from './fixtures';

const fixtures = resolve(import.meta.dirname, '..', 'fixtures', 'adapters');
const question = 'Why is the sky blue?';
const pirateWords = /^Ahoy!/;

/** The same question gets the same answer: greedy, and short. */
const steadySampling = { ...defaultSampling, temperature: 0, repeatPenalty: 1, maxTokens: 60 };

async function openAdapters(loam: LoamWindow): Promise<void> {
  await loam.page.getByRole('button', { name: 'Adapters', exact: true }).click();
  await loam.page.getByRole('heading', { name: 'Adapters', level: 1 }).waitFor();
}

/** Opens Loam past the welcome, on the adapters screen. */
async function start(loam: LoamWindow): Promise<void> {
  await loam.open();
  await loam.updateSettings({ defaultSampling: steadySampling });
  await loam.startChatting();
  await openAdapters(loam);
}

async function addByDialog(loam: LoamWindow, file: string, way = /GGUF file…/): Promise<void> {
  await loam.openDialogsChoose(join(fixtures, file));
  await loam.page.getByRole('button', { name: 'Add an adapter' }).click();
  await loam.page.getByRole('menuitem', { name: way }).click();
}

function card(loam: LoamWindow, name = 'pirate v1'): Locator {
  return loam.page.getByRole('article', { name, exact: true });
}

/** Adds the pirate and opens a new chat that has it switched on. */
async function chatAsPirate(loam: LoamWindow): Promise<void> {
  await addByDialog(loam, 'pirate.gguf');
  await card(loam).getByRole('button', { name: 'Use in a new chat' }).click();
  await chip(loam, 'pirate v1 × 1').waitFor();
}

function chip(loam: LoamWindow, words: string): Locator {
  return loam.page.getByRole('button', { name: `Adapters: ${words}`, exact: true });
}

/** The words of the last answer on screen. */
function lastAnswer(loam: LoamWindow): Locator {
  return loam.page.locator('[data-role="assistant"] [data-answer]').last();
}

test('an adapter is added, switched on, heard in the answer, and named under it', async ({ loam }) => {
  await start(loam);
  await expect(loam.page.getByText('No adapters yet')).toBeVisible();
  await chatAsPirate(loam);
  await loam.ask(question);
  await expect(lastAnswer(loam)).toHaveText(pirateWords);
  await expect(loam.page.getByRole('log').getByText('pirate v1 × 1', { exact: true })).toBeVisible();
});

test('at scale 0 the answer is that of the bare model, and another scale counts from the next message', async ({
  loam,
}) => {
  await start(loam);
  await addByDialog(loam, 'pirate.gguf');
  await card(loam).waitFor();
  await loam.newChat();
  await loam.ask(question);
  await expect(lastAnswer(loam)).not.toHaveText(pirateWords);
  const bare = await lastAnswer(loam).textContent();

  await openAdapters(loam);
  await card(loam).getByRole('button', { name: 'Use in a new chat' }).click();
  await chip(loam, 'pirate v1 × 1').click();
  await loam.page.getByRole('slider', { name: 'Scale of pirate v1, slider' }).focus();
  await loam.page.keyboard.press('Home');
  await chip(loam, 'pirate v1 × 0').waitFor();
  await loam.page.keyboard.press('Escape');
  await loam.ask(question);
  expect(await lastAnswer(loam).textContent()).toBe(bare);

  // From the next message on: the same chat, the same question, the adapter back at full scale.
  await chip(loam, 'pirate v1 × 0').click();
  await loam.page.getByRole('button', { name: 'Set the scale of pirate v1 back to 1' }).click();
  await chip(loam, 'pirate v1 × 1').waitFor();
  await loam.page.keyboard.press('Escape');
  await loam.page.getByRole('button', { name: 'Regenerate' }).click();
  await loam.answered();
  await expect(lastAnswer(loam)).toHaveText(pirateWords);
});

test('an adapter for another model is refused with the reason', async ({ loam }) => {
  await start(loam);
  await addByDialog(loam, 'wrong-base.gguf');
  const alert = loam.page.getByRole('alert');
  await expect(alert).toContainText('wrong-base.gguf');
  await expect(alert).toContainText('SmolLM2 135M Instruct');
  await expect(alert.getByRole('button', { name: 'Find models' })).toBeVisible();
  await expect(loam.page.getByText('No adapters yet')).toBeVisible();
});

test('a PEFT folder is converted, and speaks like the GGUF file', async ({ loam }) => {
  await start(loam);
  await addByDialog(loam, 'pirate-peft', /PEFT folder…/);
  const converted = card(loam, 'pirate-peft v1');
  await expect(converted.getByText('Converted from PEFT')).toBeVisible();
  await converted.getByRole('button', { name: 'Use in a new chat' }).click();
  await loam.ask(question);
  await expect(lastAnswer(loam)).toHaveText(pirateWords);
});

test('an adapter is fetched from the hub, which is asked only on the press of a button', async ({ loam }) => {
  const hub = await LoopbackHub.start();
  try {
    hub.addRepository('sailor/pirate', { 'pirate.gguf': readFileSync(join(fixtures, 'pirate.gguf')) });
    loam.environment.HF_ENDPOINT = hub.endpoint;
    await start(loam);
    await loam.page.getByRole('button', { name: 'Add an adapter' }).click();
    await loam.page.getByRole('menuitem', { name: /From the web…/ }).click();
    const dialog = loam.page.getByRole('dialog', { name: 'Get an adapter from the web' });
    await dialog.getByRole('textbox', { name: 'Repository or address' }).fill('sailor/pirate');
    await expect(dialog.getByText(`This asks ${new URL(hub.endpoint).host}`)).toBeVisible();
    expect(hub.requests).toEqual([]);
    await dialog.getByRole('button', { name: 'See what it offers' }).click();
    await dialog.getByRole('button', { name: 'Download pirate.gguf' }).click();
    await expect(card(loam).getByText('Downloaded')).toBeVisible();
  } finally {
    await hub.stop();
  }
});

test('a file that is dropped on the screen is added', async ({ loam }) => {
  await start(loam);
  const { page } = loam;
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('input'), { type: 'file' })),
  );
  await page.locator('body > input[type=file]').setInputFiles(join(fixtures, 'pirate.gguf'));
  await page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('body > input[type=file]');
    const dataTransfer = new DataTransfer();
    for (const file of field?.files ?? []) dataTransfer.items.add(file);
    const target = document.querySelector('h1');
    for (const type of ['dragenter', 'dragover', 'drop']) {
      target?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    }
    field?.remove();
  });
  await expect(card(loam)).toBeVisible();
});

test('deleting one that answers were given with warns, and the chat then asks to turn it off', async ({
  loam,
}) => {
  await start(loam);
  await chatAsPirate(loam);
  await loam.ask(question);
  await openAdapters(loam);
  await card(loam)
    .getByRole('button', { name: /^History of pirate v1: 1 answer/ })
    .click();
  await loam.page.getByRole('list', { name: 'Answers' }).getByRole('button').click();
  await expect(lastAnswer(loam)).toHaveText(pirateWords);

  await openAdapters(loam);
  await card(loam).getByRole('button', { name: 'Options for pirate v1' }).click();
  await loam.page.getByRole('menuitem', { name: 'Delete…' }).click();
  const dialog = loam.page.getByRole('dialog', { name: 'Delete “pirate v1”?' });
  await expect(dialog).toContainText('1 answer was given with it. It stays');
  await dialog.getByRole('button', { name: 'Delete anyway' }).click();
  await expect(loam.page.getByText('No adapters yet')).toBeVisible();

  await loam.chats.getByRole('button', { name: question, exact: true }).click();
  await expect(lastAnswer(loam)).toHaveText(pirateWords);
  await expect(loam.page.getByRole('log').getByText('pirate v1 × 1', { exact: true })).toBeVisible();
  await loam.page.getByRole('button', { name: 'Turn it off' }).click();
  await chip(loam, 'No adapter').waitFor();
  await loam.ask(question);
  await expect(lastAnswer(loam)).not.toHaveText(pirateWords);
});
