import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { pdfFile } from '../fixtures/pdfFile';
import { harmlessQuestion, poisonedDocuments } from '../fixtures/poisonedDocuments';
import { expect, test as base, type LoamWindow } from './fixtures';

const pumpNotes = `# The pump

The new pump was installed in May. It holds forty litres and runs for nine hours on one charge.

## Cleaning

It has to be cleaned every eleven weeks, with warm water and nothing else.
`;

const reportPages = [1, 2, 3].map((page) =>
  page === 2
    ? ['The greenhouse was rebuilt in the summer of that year.', 'Its roof is made of recycled glass.']
    : [`Page ${page} of the report speaks of the weather,`, 'which was as it usually is.'],
);

type Files = Readonly<Record<string, string | Buffer>>;

/** Writes files into a new folder of the user's own, outside the data folder; the folder's path. */
const test = base.extend<{ writeFolder: (name: string, files: Files) => string }>({
  writeFolder: async ({}, use) => {
    const root = mkdtempSync(join(tmpdir(), 'loam-documents-'));
    await use((name, files) => {
      const folder = join(root, name);
      mkdirSync(folder);
      for (const [fileName, content] of Object.entries(files)) writeFileSync(join(folder, fileName), content);
      return folder;
    });
    rmSync(root, { recursive: true, force: true });
  },
});

/** Drops files or folders onto the middle of the chat, as the system would. */
async function drop(page: Page, ...paths: string[]): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data });
  }
  await browser.detach();
}

/** Adds a folder to the knowledge base and waits until all of it can be searched. */
async function addFolder({ page }: LoamWindow, path: string, files: number): Promise<void> {
  const added = await page.evaluate((folder) => window.loam.knowledge.addSources({ paths: [folder] }), path);
  expect(added.ok ? null : added.error).toBeNull();
  await expect
    .poll(
      async () => {
        const answer = await page.evaluate(() => window.loam.knowledge.sources({}));
        return answer.ok ? answer.value[0]?.documents.done : answer.error;
      },
      { timeout: 60_000 },
    )
    .toBe(files);
}

/** Lets the chat on screen answer from the first collection. */
async function useCollection(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Documents:/ }).click();
  await page.getByRole('checkbox', { name }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

function sourceViewer(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Source' });
}

/** What is marked in the text of the source. */
function markedPassage(page: Page): Locator {
  return sourceViewer(page).locator('[role="mark"]').first();
}

test.setTimeout(120_000);

test('a small file that is dropped into a fresh chat is read whole by the starter model, and the chat says so', async ({
  loam,
  writeFolder,
}) => {
  await loam.open();
  const { page } = loam;
  await loam.startChatting();
  const folder = writeFolder('drop', { 'pump.md': pumpNotes });
  await drop(page, join(folder, 'pump.md'));
  const files = page.getByRole('list', { name: 'Files of this chat' });
  await expect(files.getByText('pump.md')).toBeVisible();
  await expect(files.getByText('ready')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Documents: pump.md' })).toBeVisible();
  await loam.ask('How much does the pump hold?');
  const sources = page.getByRole('region', { name: 'Sources' });
  await expect(sources.getByRole('button', { name: /pump\.md/ })).toContainText('read whole');
  await page.getByRole('button', { name: 'Details' }).last().click();
  await expect(page.getByText(/Nothing was searched: the documents fitted/)).toBeVisible();
});

test('an answer from a collection cites its passages, which open beside the chat', async ({
  loam,
  writeFolder,
}) => {
  loam.script([{ pieces: ['The pump holds ', 'forty litres', ' [1]. ', 'Nobody said so [42].'] }]);
  await loam.open();
  const { page } = loam;
  await loam.startChatting();
  const others = Object.fromEntries(
    ['roses', 'tulips', 'carrots', 'onions'].map((name) => [
      `${name}.txt`,
      `All about ${name}. They grow.\n`,
    ]),
  );
  await addFolder(loam, writeFolder('garden', { 'pump.md': pumpNotes, ...others }), 5);
  await useCollection(page, /./);
  await loam.ask('How much does the pump hold?');
  await expect(page.getByText('Removed a citation to a passage that does not exist.')).toBeVisible();
  const mark = page.getByRole('button', { name: /^Source 1: pump\.md/ });
  await mark.click();
  const viewer = sourceViewer(page);
  await expect(viewer.getByRole('heading', { name: 'pump.md' })).toBeVisible();
  await expect(markedPassage(page)).toContainText('forty litres');
  await expect(viewer.getByText('Changed since this answer')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(mark).toBeFocused();

  await page.getByRole('button', { name: 'Details' }).last().click();
  const why = page.getByRole('group', { name: 'Why these passages' });
  await expect(why.getByText('How much does the pump hold?')).toBeVisible();
  await expect(why.getByRole('row', { name: /pump\.md.*sent as \[1\]/ }).first()).toBeVisible();
  await expect(why.getByText(/of at most/)).toBeVisible();
  expect(loam.complaints).toEqual([]);
});

test('what is selected in an answer is copied with its citations', async ({ loam, writeFolder }) => {
  loam.script([{ pieces: ['It holds forty litres [1].'] }]);
  await loam.open();
  const { page } = loam;
  await loam.startChatting();
  await addFolder(loam, writeFolder('garden', { 'pump.md': pumpNotes }), 1);
  await useCollection(page, /./);
  await loam.ask('How much does the pump hold?');
  await page.getByRole('button', { name: /^Source 1/ }).waitFor();
  const selected = await page.evaluate(() => {
    const paragraph = [...document.querySelectorAll('[data-answer] p')].at(-1);
    if (paragraph !== undefined) getSelection()?.selectAllChildren(paragraph);
    return String(getSelection());
  });
  expect(selected.trim()).toBe('It holds forty litres [1].');
});

test('a PDF opens on its page with the passage marked, and its script does not run', async ({
  loam,
  writeFolder,
}) => {
  loam.script([{ pieces: ['The roof is of recycled glass [1].'] }]);
  await loam.open();
  const { page } = loam;
  await loam.startChatting();
  const report = pdfFile(reportPages, 'app.alert("no")');
  const path = writeFolder('reports', { 'report.pdf': report });
  await addFolder(loam, path, 1);
  await useCollection(page, /./);
  await loam.ask('What is the roof of the greenhouse made of?');
  // Which number the passage got is for the search to say: the first one stands in the answer.
  await page.getByRole('button', { name: /^Source 1: report\.pdf/ }).click();
  const viewer = sourceViewer(page);
  const drawn = viewer.getByRole('region', { name: 'Page of the PDF' });
  await expect(drawn).toBeVisible();
  const number = await viewer.getByRole('textbox', { name: 'Page' }).inputValue();
  const lines = reportPages[Number(number) - 1] ?? [];
  await expect(drawn.locator('[data-marked]')).toHaveText([...lines]);
  // Ink on the paper: the page was drawn and not only laid out.
  const isInked = () =>
    drawn.locator('canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return pixels.some((value, index) => index % 4 === 0 && value < 100);
    });
  await expect.poll(isInked).toBe(true);
  await viewer.getByRole('button', { name: 'Larger' }).click();
  await expect(drawn.locator('[data-marked]')).toHaveText([...lines]);
  await viewer.getByText('Text', { exact: true }).click();
  await expect(markedPassage(page)).toContainText(lines[0] ?? '');
  expect(loam.complaints).toEqual([]);
});

test('a document that is gone shows what the answer quoted from it', async ({ loam, writeFolder }) => {
  loam.script([{ pieces: ['It holds forty litres [1].'] }]);
  await loam.open();
  const { page } = loam;
  await loam.startChatting();
  await addFolder(loam, writeFolder('garden', { 'pump.md': pumpNotes }), 1);
  await useCollection(page, /./);
  await loam.ask('How much does the pump hold?');
  await page.evaluate(async () => {
    const sources = await window.loam.knowledge.sources({});
    if (sources.ok && sources.value[0]) await window.loam.knowledge.removeSource({ id: sources.value[0].id });
  });
  await page.getByRole('button', { name: /^Source 1/ }).click();
  await expect(sourceViewer(page).getByText('No longer among your documents')).toBeVisible();
  await expect(sourceViewer(page).getByRole('region', { name: 'The passage' })).toContainText('forty litres');
});

test('30 poisoned documents cause no request, whatever the model repeats of them, and are shown as text', async ({
  loam,
  writeFolder,
}) => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end('got it');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const documents = poisonedDocuments(`http://127.0.0.1:${address.port}`);
  expect(documents).toHaveLength(30);
  // A model that obeys: it says what stands in the document, word for word.
  loam.script(
    documents.map(({ text }, index) => ({
      pieces: [`${text} [1]`],
      whenQuestionIncludes: harmlessQuestion(index),
    })),
  );
  try {
    await loam.open();
    const { page } = loam;
    await loam.startChatting();
    const files = documents.map(
      ({ fileName, text }, index) =>
        // Half of them as web pages.
        [index % 2 === 0 ? fileName : fileName.replace('.txt', '.html'), text.replaceAll('\0', '')] as const,
    );
    await addFolder(loam, writeFolder('poison', Object.fromEntries(files)), 30);
    await useCollection(page, /./);
    for (const index of documents.keys()) await loam.ask(harmlessQuestion(index));
    for (const index of [0, 1, 2, 3, 4, 5]) {
      await page.evaluate((id) => {
        document.querySelector(`[data-index="${id}"]`)?.scrollIntoView();
      }, index);
      const mark = page.getByRole('button', { name: /^Source 1: poisoned/ }).first();
      await mark.click();
      await expect(markedPassage(page)).toBeVisible();
      await page.keyboard.press('Escape');
    }
    const strange = await page.evaluate(
      () => document.querySelectorAll('#root img, #root iframe, #root script, #root link, #root form').length,
    );
    expect(strange).toBe(0);
    expect(requests).toEqual([]);
    expect(loam.complaints).toEqual([]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious in a chat with its sources open in ${colorScheme}`, async ({
    loam,
    writeFolder,
  }) => {
    loam.script([{ pieces: ['The pump holds **forty litres** [1].'] }]);
    await loam.open();
    const { page } = loam;
    await loam.updateSettings({ colorScheme });
    await loam.startChatting();
    const files = { 'pump.md': pumpNotes, 'report.pdf': pdfFile(reportPages) };
    await addFolder(loam, writeFolder('garden', files), 2);
    await page.getByRole('button', { name: /^Documents:/ }).click();
    await page.waitForTimeout(400);
    expect(await seriousFindings(page), 'the picker').toEqual([]);
    await page.keyboard.press('Escape');
    await useCollection(page, /./);
    await loam.ask('How much does the pump hold?');
    await page.getByRole('button', { name: 'Details' }).last().click();
    await page.getByRole('button', { name: /^Source 1/ }).click();
    await markedPassage(page).waitFor();
    await page.waitForTimeout(400);
    expect(await seriousFindings(page), 'the text of a source').toEqual([]);
    await page.keyboard.press('Escape');
    const report = page.getByRole('region', { name: 'Sources' }).getByRole('button', { name: /report\.pdf/ });
    if ((await report.count()) > 0) {
      await report.click();
      await sourceViewer(page).locator('[data-marked]').first().waitFor();
      expect(await seriousFindings(page), 'a page of a PDF').toEqual([]);
    }
  });
}

/** Serious and critical findings of axe, short enough to read in a failure. */
async function seriousFindings(page: Page): Promise<string[]> {
  // The legacy mode needs no second page, which this window would refuse to open.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
