/**
 * `npm run pictures`: makes the pictures in docs/pictures again, from the real app with the real starter model, on a
 * data folder of their own. Nothing in them is staged but the questions.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { askOnScreen, showFreshChat } from './bench/chatScreen.mjs';
import { makeTemporaryFolder, openLoam, removeFolder } from './bench/openApp.mjs';
import { projectRoot } from './bench/report.mjs';
import { buildApplication } from './setup/build.mjs';
import { hasDisplay, withDisplay } from './setup/display.mjs';

const pictures = path.join(projectRoot, 'docs', 'pictures');
const adapterFile = path.join(projectRoot, 'test', 'fixtures', 'adapters', 'pirate.gguf');
const documentsFolder = path.join(projectRoot, 'docs', 'decisions');
const documentQuestion = 'What happens to the search index when the process is killed?';
const searchedQuestion = 'How is a damaged search index made again?';
const comparedQuestion = 'What should I take to the beach?';
const questions = [
  'Give me five ideas for a rainy Sunday.',
  'Write a short thank-you note to a neighbour who watered my plants.',
  'Explain to a ten-year-old why the sky is blue.',
  'Write a Python function that counts the words in a text, and explain it in a few steps.',
];
/** One seed, so that the pictures change only when the app does. */
const sampling = {
  temperature: 0.3,
  topP: 0.9,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  maxTokens: 400,
  seed: 11,
};

if (hasDisplay()) {
  await buildApplication();
  await makePictures();
} else {
  const [command, args] = withDisplay(process.execPath, [fileURLToPath(import.meta.url)]);
  process.exitCode = spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
}

async function makePictures() {
  mkdirSync(pictures, { recursive: true });
  const home = makeTemporaryFolder('pictures');
  const { page, close } = await openLoam({ home });
  try {
    await page.evaluate((changes) => Reflect.get(window, 'loam').settings.update(changes), {
      defaultSampling: sampling,
      hasSeenWelcome: true,
      colorScheme: 'light',
    });
    await addAdapter(page);
    for (const question of questions) {
      await showFreshChat(page);
      await askOnScreen(page, question);
      process.stderr.write(`Asked: ${question}\n`);
    }
    await showIn('light', page, 'chat-light');
    await showIn('dark', page, 'chat-dark');
    await compareOnScreen(page);
    await showIn('dark', page, 'compare-dark');
    await addDocuments(page);
    await askAboutDocuments(page);
    await showIn('light', page, 'documents-light');
    await testSearch(page);
    await showIn('dark', page, 'search-dark');
    await openScreen(page, 'Models');
    await page.getByRole('tab', { name: 'Find models' }).click();
    await page.getByRole('article').first().waitFor();
    await showIn('light', page, 'models-light');
  } finally {
    await close();
    removeFolder(home);
  }
}

/**
 * @param {'light' | 'dark'} colorScheme
 * @param {import('playwright').Page} page
 * @param {string} name Of the picture.
 */
async function showIn(colorScheme, page, name) {
  await page.evaluate((changes) => Reflect.get(window, 'loam').settings.update(changes), { colorScheme });
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

/**
 * By a request of its own, which the page's lists do not hear of: hence the fresh page.
 *
 * @param {import('playwright').Page} page
 */
async function addAdapter(page) {
  await page.evaluate(
    (file) => Reflect.get(window, 'loam').adapters.add({ path: file, baseModelId: null }),
    adapterFile,
  );
  await page.reload();
}

/**
 * Adds our own decisions and waits until they can be searched. New chats answer from them.
 *
 * @param {import('playwright').Page} page
 */
async function addDocuments(page) {
  await page.evaluate(async (folder) => {
    const { knowledge, settings } = Reflect.get(window, 'loam');
    const { value: sources } = await knowledge.addSources({ paths: [folder] });
    const collectionIds = [sources[0].collectionId];
    await settings.update({ defaultScope: { collectionIds, sourceIds: [], documentIds: [] } });
    for (;;) {
      const { value } = await knowledge.sources({});
      const { done, failed } = value[0].documents;
      if (done > 0 && done + failed === Object.values(value[0].documents).reduce((a, b) => a + b)) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }, documentsFolder);
}

/** @param {import('playwright').Page} page */
async function askAboutDocuments(page) {
  await showFreshChat(page);
  await askOnScreen(page, documentQuestion);
  const sources = page.getByRole('region', { name: 'Sources' });
  await sources.getByRole('button').first().click();
  await page.getByRole('complementary', { name: 'Source' }).waitFor();
}

/** @param {import('playwright').Page} page */
async function testSearch(page) {
  await openScreen(page, 'Knowledge');
  await page.getByRole('tab', { name: 'Test the search' }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill(searchedQuestion);
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: /^Rank 1:/ }).waitFor();
}

/** @param {import('playwright').Page} page */
async function compareOnScreen(page) {
  await openScreen(page, 'Compare');
  const form = page.getByRole('region', { name: 'What to compare' });
  await form.getByRole('button', { name: 'With and without an adapter' }).click();
  await form.getByRole('textbox', { name: 'Question' }).fill(comparedQuestion);
  await form.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('button', { name: 'None is better' }).waitFor({ timeout: 120_000 });
}

/**
 * @param {import('playwright').Page} page
 * @param {string} name
 */
async function openScreen(page, name) {
  await page
    .getByRole('navigation', { name: 'Chats and screens' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}
