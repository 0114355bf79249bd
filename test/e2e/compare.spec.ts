import { join, resolve } from 'node:path';
import type { Locator } from '@playwright/test';
import { defaultSampling } from '../../preload/contract/sampling';
import { expect, test, type LoamWindow } from './fixtures';

const pirateFile = join(resolve(import.meta.dirname, '..', 'fixtures', 'adapters'), 'pirate.gguf');
const question = 'Why is the sky blue?';
const pirateWords = /^Ahoy!/;
const steadySampling = { ...defaultSampling, temperature: 0, repeatPenalty: 1, maxTokens: 60 };

async function openScreen(loam: LoamWindow, name: 'Adapters' | 'Compare'): Promise<void> {
  await loam.page
    .getByRole('navigation', { name: 'Chats and screens' })
    .getByRole('button', { name, exact: true })
    .click();
  await loam.page.getByRole('heading', { name, level: 1 }).waitFor();
}

function form(loam: LoamWindow): Locator {
  return loam.page.getByRole('region', { name: 'What to compare' });
}

function result(loam: LoamWindow): Locator {
  return loam.page.getByRole('region', { name: 'Comparison', exact: true });
}

/** Opens the compare screen with the pirate added, with and without it in two columns. */
async function start(loam: LoamWindow): Promise<void> {
  await loam.open();
  await loam.updateSettings({ defaultSampling: steadySampling });
  await loam.startChatting();
  await openScreen(loam, 'Adapters');
  await loam.openDialogsChoose(pirateFile);
  await loam.page.getByRole('button', { name: 'Add an adapter' }).click();
  await loam.page.getByRole('menuitem', { name: /GGUF file…/ }).click();
  await loam.page.getByRole('article', { name: 'pirate v1' }).waitFor();
  await openScreen(loam, 'Compare');
  await form(loam).getByRole('button', { name: 'With and without an adapter' }).click();
}

async function compare(loam: LoamWindow): Promise<void> {
  await form(loam).getByRole('textbox', { name: 'Question' }).fill(question);
  await form(loam).getByRole('button', { name: 'Compare', exact: true }).click();
  await result(loam).getByRole('button', { name: 'None is better' }).waitFor({ timeout: 60_000 });
}

/** What an answer says, without what stands around it. */
function words(answer: Locator): Locator {
  return answer.locator('[data-answer]');
}

test('the model answers with and without an adapter, side by side, and the verdict is kept', async ({
  loam,
}) => {
  await start(loam);
  await compare(loam);
  const bare = result(loam).getByRole('article', { name: 'No adapter' });
  const pirate = result(loam).getByRole('article', { name: 'pirate v1 × 1' });
  await expect(words(bare)).not.toHaveText(pirateWords);
  await expect(words(pirate)).toHaveText(pirateWords);
  await expect(pirate.getByText(/tokens\/s$/)).toBeVisible();
  await result(loam).getByRole('button', { name: 'This one is best: pirate v1 × 1' }).click();
  await expect(pirate.getByText('Best', { exact: true })).toBeVisible();

  await loam.close();
  await loam.open();
  await openScreen(loam, 'Compare');
  await loam.page.getByRole('button', { name: /Why is the sky blue\?.*Best: pirate v1 × 1/ }).click();
  await expect(words(result(loam).getByRole('article', { name: 'pirate v1 × 1' }))).toHaveText(pirateWords);
});

test('a blind comparison tells the page nothing of who answered before it is rated', async ({ loam }) => {
  await start(loam);
  await form(loam).getByRole('switch', { name: 'Blind' }).check();
  await compare(loam);
  await expect(result(loam).getByRole('article')).toHaveText([
    /Hidden until you choose/,
    /Hidden until you choose/,
  ]);
  await expect(result(loam)).not.toContainText(/pirate v1|SmolLM2|tokens/);
  const told = await loam.page.evaluate(() => window.loam.comparisons.list({ limit: 1 }));
  expect(told).toMatchObject({
    value: [
      {
        columns: [
          { setup: null, provenance: null },
          { setup: null, provenance: null },
        ],
      },
    ],
  });

  const texts = await words(result(loam)).allTextContents();
  const pirateIndex = texts.findIndex((text) => pirateWords.test(text));
  await result(loam)
    .getByRole('button', { name: `This one is best: Answer ${pirateIndex + 1}` })
    .click();
  const best = result(loam).getByRole('article').nth(pirateIndex);
  await expect(best).toContainText('pirate v1 × 1');
  await expect(best).toContainText('Best');
  await expect(
    result(loam)
      .getByRole('article')
      .nth(1 - pirateIndex),
  ).toContainText('No adapter');
});

test('an answer in a chat proposes its question and its adapter', async ({ loam }) => {
  await start(loam);
  await openScreen(loam, 'Adapters');
  await loam.page.getByRole('button', { name: 'Use in a new chat' }).click();
  await loam.ask(question);
  await loam.page.getByRole('button', { name: 'Compare…' }).click();
  await expect(form(loam).getByRole('textbox', { name: 'Question' })).toHaveValue(question);
  await expect(form(loam).getByRole('group', { name: 'Column 1' })).toContainText('No adapter');
  await expect(form(loam).getByRole('group', { name: 'Column 2' })).toContainText('pirate v1 × 1');
});

test('what was said when Loam was killed is kept, and the rest is marked as stopped', async ({ loam }) => {
  loam.script([{ pieces: Array.from({ length: 400 }, (_, index) => `word${index} `), intervalMs: 25 }]);
  await loam.open();
  await loam.startChatting();
  await openScreen(loam, 'Compare');
  await form(loam).getByRole('textbox', { name: 'Question' }).fill(question);
  await form(loam).getByRole('button', { name: 'Compare', exact: true }).click();
  // Written to the disk in the meantime, once in less than a second.
  await expect(words(result(loam)).first()).toContainText('word80', { timeout: 20_000 });
  await loam.kill();
  await loam.open();
  await openScreen(loam, 'Compare');
  await loam.page.getByRole('button', { name: /Why is the sky blue\?.*Not rated/ }).click();
  await expect(words(result(loam)).first()).toContainText('word20');
  await expect(result(loam).getByText('It was stopped here.')).toBeVisible();
  await expect(result(loam).getByText('It was stopped before this one began.')).toBeVisible();
});

test('stopping keeps what was said, and the window can ask again', async ({ loam }) => {
  loam.script([{ pieces: Array.from({ length: 400 }, (_, index) => `word${index} `), intervalMs: 25 }]);
  await loam.open();
  await loam.startChatting();
  await openScreen(loam, 'Compare');
  await form(loam).getByRole('textbox', { name: 'Question' }).fill(question);
  await form(loam).getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(words(result(loam)).first()).toContainText('word3');
  await result(loam).getByRole('button', { name: 'Stop' }).click();
  await expect(result(loam).getByText('It was stopped here.')).toBeVisible();
  await expect(form(loam).getByRole('button', { name: 'Compare', exact: true })).toBeEnabled();
});
