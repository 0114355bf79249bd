import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test as base, type LoamWindow } from './fixtures';

/** What is read takes its time: the embedder is loaded first. */
const readingMs = 60_000;

/** A folder of the user's own documents, outside the data folder. */
const test = base.extend<{ documents: string }>({
  documents: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'loam-documents-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

const pump = `# Garden pump

## Filling

The tank of the pump holds forty litres of rain water. Fill it before the first use.

## Winter

Empty the tank before the first frost, or the housing bursts.
`;
const bread = `Rye bread needs a sourdough that was fed the evening before.

Bake it for fifty minutes at two hundred degrees.
`;

/** Pages without a single letter, as a scanner makes them. */
const scannedPdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
`;

/** A folder with two files that can be read and two that cannot. */
function writeDocuments(folder: string): void {
  writeFileSync(join(folder, 'pump.md'), pump);
  writeFileSync(join(folder, 'scan.pdf'), scannedPdf);
  mkdirSync(join(folder, 'kitchen'));
  writeFileSync(join(folder, 'kitchen', 'bread.txt'), bread);
  writeFileSync(
    join(folder, 'noise.txt'),
    Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 37) % 256)),
  );
}

async function openKnowledge(loam: LoamWindow): Promise<Page> {
  await loam.open();
  await loam.startChatting();
  await loam.page.getByRole('button', { name: 'Knowledge', exact: true }).click();
  await loam.page.getByRole('heading', { name: 'Knowledge', level: 1 }).waitFor();
  return loam.page;
}

async function addFolder(loam: LoamWindow, folder: string): Promise<void> {
  await loam.openDialogsChoose(folder);
  await loam.page.getByRole('button', { name: 'Add a folder…' }).click();
}

const cards = (page: Page): Locator => page.getByRole('article');

async function searchFor(page: Page, question: string): Promise<Locator> {
  await page.getByRole('tab', { name: 'Test the search' }).click();
  await page.getByRole('textbox', { name: 'Question' }).fill(question);
  await page.keyboard.press('Enter');
  return page.getByRole('article', { name: /^Rank 1:/ });
}

test('a folder that is dropped can be searched, and files that cannot be read say why', async ({
  loam,
  documents,
}) => {
  writeDocuments(documents);
  const page = await openKnowledge(loam);
  await expect(page.getByText('No documents yet')).toBeVisible();
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [documents], dragOperationsMask: 1 };
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    browser.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(page.getByText('Drop files and folders here')).toBeVisible();
  await drag('drop');

  const card = cards(page).filter({ hasText: documents });
  await expect(card).toContainText('2 failed', { timeout: readingMs });
  await expect(card).toContainText(/4 files · \d+ passages? · .* · last indexed today/);
  await card.getByRole('button', { name: /^Why\? 2 files/ }).click();
  const files = page.getByRole('list', { name: 'Files' }).getByRole('listitem');
  await expect(files).toHaveCount(2);
  await expect(files.filter({ hasText: 'scan.pdf' })).toContainText(/no text/i);
  await expect(files.filter({ hasText: 'noise.txt' })).toContainText(/binary|not (?:a )?text/i);

  await page.getByText('All 4', { exact: true }).click();
  await expect(files.filter({ hasText: 'kitchen/bread.txt' })).toContainText('Searchable');
  await page.getByRole('searchbox', { name: 'Part of the name' }).fill('pump');
  await expect(files).toHaveCount(1);
  await page.getByRole('button', { name: 'Open pump.md' }).click();
  await expect(page.getByRole('complementary', { name: 'Source' })).toContainText('forty litres');

  const first = await searchFor(page, 'How much water fits into the tank of the pump?');
  await expect(first).toContainText('pump.md');
  await expect(first).toContainText('Filling');
  await expect(first.locator('mark').filter({ hasText: 'tank' }).first()).toBeVisible();
  await expect(page.getByText('Query into a vector')).toBeVisible();
  expect(loam.complaints).toEqual([]);
});

test('indexing is paused, stays so over a restart, and goes on', async ({ loam, documents }) => {
  writeFileSync(join(documents, 'pump.md'), pump);
  let page = await openKnowledge(loam);
  await page.evaluate(() => window.loam.knowledge.pause({}));
  await addFolder(loam, documents);
  await expect(page.getByText('Paused: 1 file left to read')).toBeVisible();
  await loam.close();

  await loam.open();
  page = loam.page;
  await page.getByRole('button', { name: 'Knowledge', exact: true }).click();
  await expect(page.getByText('Paused: 1 file left to read')).toBeVisible();
  await expect(cards(page)).toContainText('0 of 1 searchable');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(cards(page).getByText('Searchable', { exact: true })).toBeVisible({ timeout: readingMs });
  await expect(page.getByText('Paused')).toHaveCount(0);
});

test('what is removed is in no search any more, and the file stays', async ({ loam, documents }) => {
  writeFileSync(join(documents, 'pump.md'), pump);
  writeFileSync(join(documents, 'bread.txt'), bread);
  const page = await openKnowledge(loam);
  await addFolder(loam, documents);
  await expect(cards(page).getByText('Searchable', { exact: true })).toBeVisible({ timeout: readingMs });
  const first = await searchFor(page, 'frost in winter');
  await expect(first).toContainText('pump.md');

  await page.getByRole('tab', { name: 'Documents' }).click();
  await page.getByRole('button', { name: /^Show the files of loam-documents/ }).click();
  await page.getByRole('button', { name: 'Options for pump.md' }).click();
  await page.getByRole('menuitem', { name: 'Leave out…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave it out' }).click();
  await expect(page.getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveCount(1);
  await searchFor(page, 'frost in winter');
  await expect(page.getByText(/Nothing relevant found|passages? found/).first()).toBeVisible();
  await expect(page.getByRole('article').filter({ hasText: 'pump.md' })).toHaveCount(0);

  await page.getByRole('tab', { name: 'Documents' }).click();
  await page.getByRole('button', { name: /^Options for loam-documents/ }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('stay where they are');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(cards(page)).toHaveCount(0);
  await searchFor(page, 'sourdough');
  await expect(page.getByRole('alert')).toContainText('Nothing relevant found');
  await expect(page.getByRole('article')).toHaveCount(0);
});

test('saved questions tell whether the right file is found, over time', async ({ loam, documents }) => {
  writeFileSync(join(documents, 'pump.md'), pump);
  writeFileSync(join(documents, 'bread.txt'), bread);
  const page = await openKnowledge(loam);
  await addFolder(loam, documents);
  await expect(cards(page).getByText('Searchable', { exact: true })).toBeVisible({ timeout: readingMs });

  const first = await searchFor(page, 'When must the tank be emptied?');
  await first.getByRole('button', { name: /^Save as right/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Save a question' });
  await dialog.getByRole('textbox', { name: 'Words the right passage holds' }).fill('frost');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const saved = page.getByRole('region', { name: 'Saved questions' });
  await expect(saved.getByRole('listitem')).toContainText('pump.md · “frost”');

  await saved.getByRole('button', { name: 'Save a question' }).click();
  await dialog.getByRole('textbox', { name: 'Question' }).fill('How long is rye bread baked?');
  await dialog.getByRole('combobox', { name: 'File that should be found' }).fill('bread');
  await page.getByRole('option', { name: 'bread.txt' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(saved.getByRole('listitem')).toHaveCount(2);

  await saved.getByRole('button', { name: 'Run all' }).click();
  await expect(saved).toContainText('2 of 2 found, with all-MiniLM-L6-v2');
  await expect(saved).toContainText('100 %');
  await saved.getByRole('button', { name: 'Run all' }).click();
  const chart = saved.getByRole('img', { name: /^Hit rate and mean rank score over 2 runs/ });
  await expect(chart).toBeVisible();
  await expect(chart.locator('.recharts-line-curve')).toHaveCount(2);
  // The chart is drawn by a library of its own, under a policy that lets no foreign style in.
  expect(loam.complaints).toEqual([]);
});

test('collections hold what they are told, and files are left out by patterns', async ({
  loam,
  documents,
}) => {
  writeFileSync(join(documents, 'pump.md'), pump);
  writeFileSync(join(documents, 'draft.txt'), bread);
  const page = await openKnowledge(loam);
  const note = join(documents, 'pump.md');
  await loam.openDialogsChoose(note);
  await page.getByRole('button', { name: 'Add files…' }).click();
  await expect(cards(page)).toContainText('pump.md');

  await page.getByRole('button', { name: 'New collection' }).click();
  await page.keyboard.type('Workshop');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Workshop' })).toBeVisible();
  await addFolder(loam, documents);
  await expect(cards(page)).toContainText(/2 files/, { timeout: readingMs });
  await page.getByRole('button', { name: /^Options for loam-documents/ }).click();
  await page.getByRole('menuitem', { name: 'Leave files out…' }).click();
  await page.getByRole('textbox', { name: 'Patterns' }).fill('draft*');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(cards(page)).toContainText(/1 file ·.*1 exclude/, { timeout: readingMs });

  await page.getByRole('button', { name: 'Rename the collection Workshop' }).click();
  await page.keyboard.type('Shed');
  await page.keyboard.press('Enter');
  const collections = page.getByRole('navigation', { name: 'Collections' });
  await expect(collections.getByRole('button', { name: /^Shed/ })).toBeVisible();
  await page.getByRole('button', { name: 'Options for the collection Shed' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(collections.getByRole('button')).toHaveCount(2);
  await expect(cards(page)).toHaveCount(1);
});

/** The starter's weights, told to read fewer tokens: another embedder for the index. */
function otherEmbedder(loam: LoamWindow): string {
  const folder = join(loam.home, 'Another embedder');
  cpSync(resolve(import.meta.dirname, '../../models/weights/all-MiniLM-L6-v2'), folder, {
    recursive: true,
    dereference: true,
  });
  const settings = { max_seq_length: 128, do_lower_case: false };
  writeFileSync(join(folder, 'sentence_bert_config.json'), JSON.stringify(settings));
  return folder;
}

test('another embedder takes over, and what was searchable stays so', async ({ loam, documents }) => {
  writeFileSync(join(documents, 'pump.md'), pump);
  const page = await openKnowledge(loam);
  await addFolder(loam, documents);
  await expect(cards(page).getByText('Searchable', { exact: true })).toBeVisible({ timeout: readingMs });
  await page.getByRole('button', { name: /^Search models/ }).click();
  const models = page.getByRole('region', { name: 'Search models' });
  await expect(models).toContainText(/holds \d+ passages?, made with all-MiniLM-L6-v2/);
  await loam.openDialogsChoose(documents);
  await models.getByRole('button', { name: 'Add from a folder…' }).click();
  const refused = page.getByRole('alert').filter({ hasText: 'The search model was not added' });
  await refused.getByRole('button', { name: 'Close' }).click();

  await loam.openDialogsChoose(otherEmbedder(loam));
  await models.getByRole('button', { name: 'Add from a folder…' }).click();
  const other = models.getByRole('article', { name: 'Another embedder' });
  await expect(other).toContainText('reads 128 tokens at once', { timeout: readingMs });
  await other.getByRole('button', { name: 'Use Another embedder' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use it' }).click();
  await expect(models).toContainText(
    /holds \d+ passages?, made with Another embedder\.$|made with Another embedder\.Make/,
    {
      timeout: readingMs,
    },
  );
  await expect(other).toContainText('In use');
  await expect(await searchFor(page, 'frost in winter')).toContainText('pump.md');
});

/** Serious and critical findings of axe, short enough to read in a failure. */
async function seriousFindings(page: Page): Promise<string[]> {
  // Panels fade in, and a half-faded text has no contrast.
  await page.waitForTimeout(600);
  // The legacy mode needs no second page, which this window would refuse to open.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious around knowledge in ${colorScheme}`, async ({ loam, documents }) => {
    writeDocuments(documents);
    const page = await openKnowledge(loam);
    await loam.updateSettings({ colorScheme });
    const findings: Record<string, string[]> = { empty: await seriousFindings(page) };
    await page.evaluate(() => window.loam.knowledge.pause({}));
    await addFolder(loam, documents);
    await page.getByText('Paused: 4 files left to read').waitFor();
    findings['paused'] = await seriousFindings(page);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect(cards(page).getByText('2 failed', { exact: true })).toBeVisible({ timeout: readingMs });
    await page.getByRole('button', { name: /^Search models/ }).click();
    findings['sources and search models'] = await seriousFindings(page);
    await page.getByRole('button', { name: /^Options for loam-documents/ }).click();
    findings['the menu of a source'] = await seriousFindings(page);
    await page.getByRole('menuitem', { name: 'Leave files out…' }).click();
    findings['what is left out'] = await seriousFindings(page);
    await loam.closeDialog();
    await page.getByRole('button', { name: /^Why\? 2 files/ }).click();
    findings['failed files'] = await seriousFindings(page);
    const first = await searchFor(page, 'When must the tank be emptied?');
    await first.getByRole('button', { name: /^Save as right/ }).click();
    findings['saving a question'] = await seriousFindings(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    for (const runs of [1, 2]) {
      await page.getByRole('button', { name: 'Run all' }).click();
      await page.getByText(runs === 1 ? 'From the second run on' : 'All 2 runs').waitFor();
    }
    await page.getByRole('button', { name: 'All 2 runs' }).click();
    findings['a search and its saved questions'] = await seriousFindings(page);
    expect(Object.keys(findings)).toHaveLength(8);
    expect(Object.values(findings).flat()).toEqual([]);
  });
}
