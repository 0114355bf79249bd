import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type LoamWindow } from './fixtures';

async function openWithChats(loam: LoamWindow, questions: string[]): Promise<void> {
  loam.script([{ pieces: ['The harvest ', 'was plentiful.'] }]);
  await loam.open();
  await loam.startChatting();
  for (const question of questions) {
    await loam.newChat();
    await loam.ask(question);
  }
}

test('a chat is renamed, pinned to the top, and found again by the words in it', async ({ loam }) => {
  await openWithChats(loam, ['About potatoes', 'About carrots']);
  const { page } = loam;
  await loam.chooseForChat('About potatoes', 'Rename');
  await page.getByRole('textbox', { name: 'New title' }).fill('Tubers');
  await page.keyboard.press('Enter');
  await loam.chooseForChat('Tubers', 'Pin to the top');
  await expect(loam.chats).toContainText(/Pinned.*Tubers.*Today.*About carrots/s);

  await page.getByRole('searchbox', { name: 'Search all chats' }).fill('plentif');
  const hits = page.getByRole('list', { name: 'Hits' });
  await expect(hits.getByRole('listitem')).toHaveCount(2);
  await expect(hits.locator('mark').first()).toHaveText('plentiful');
  await hits.getByText('Tubers').click();
  await expect(page.getByRole('log')).toContainText('About potatoes');
});

test('a deleted chat can be brought back', async ({ loam }) => {
  await openWithChats(loam, ['Keep me']);
  const { page } = loam;
  await loam.chooseForChat('Keep me', 'Delete');
  await expect(page.getByText('No chats yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(loam.chats).toContainText('Keep me');
  await expect(page.getByRole('log')).toContainText('The harvest was plentiful.');
});

test('everything is exported, and comes back the same on another data folder', async ({ loam }) => {
  await openWithChats(loam, ['About potatoes', 'About carrots']);
  const folder = mkdtempSync(join(tmpdir(), 'loam-export-'));
  try {
    const file = join(folder, 'all.json');
    await loam.saveDialogsChoose(file);
    const { page } = loam;
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: /^Export/ }).click();
    await expect.poll(() => readIfThere(file)).not.toBeNull();
    const exported = readConversations(file);

    for (const name of ['About potatoes', 'About carrots']) {
      await loam.chooseForChat(name, 'Delete');
    }
    await loam.openDialogsChoose(file);
    await page.getByRole('button', { name: /^Import/ }).click();
    await expect(loam.chats).toContainText('About potatoes');

    const second = join(folder, 'again.json');
    await loam.saveDialogsChoose(second);
    await page.getByRole('button', { name: /^Export/ }).click();
    await expect.poll(() => readIfThere(second)).not.toBeNull();
    expect(readConversations(second)).toEqual(exported);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('ten thousand chats scroll with only the visible rows in the page', async ({ loam }) => {
  loam.script([{ pieces: ['Hello.'] }]);
  await loam.open();
  await loam.startChatting();
  const file = join(loam.home, 'many.json');
  writeFileSync(file, JSON.stringify(manyConversations(10_000)));
  await loam.openDialogsChoose(file);
  const { page } = loam;
  const imported = await page.evaluate(() => window.loam.conversations.import({}));
  expect(imported).toMatchObject({ ok: true, value: { conversations: 10_000 } });
  await page.reload();
  const rows = loam.chats.getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(120);
  await rows.first().hover();
  for (let step = 0; step < 20; step += 1) await page.mouse.wheel(0, 40_000);
  await expect(loam.chats.getByRole('button', { name: 'Chat number 0', exact: true })).toBeVisible();
  expect(await rows.count()).toBeLessThan(120);
});

/** A file of empty chats, "Chat number 0" the oldest. */
function manyConversations(count: number): object {
  const sampling = {
    temperature: 1,
    topP: 1,
    topK: 40,
    minP: 0,
    repeatPenalty: 1,
    maxTokens: null,
    seed: null,
  };
  return {
    format: 'loam-conversations',
    version: 1,
    exportedAt: new Date().toISOString(),
    assistants: [],
    conversations: Array.from({ length: count }, (_, index) => ({
      id: `many-${index}`,
      title: `Chat number ${index}`,
      titleOrigin: 'user',
      pinnedAt: null,
      createdAt: 1_700_000_000_000 + index * 60_000,
      updatedAt: 1_700_000_000_000 + index * 60_000,
      assistantId: null,
      systemPrompt: '',
      modelId: null,
      sampling,
      activeLeafId: null,
      messages: [],
    })),
  };
}

/** What a file holds. The order of messages matters, not the numbers that say it: another database counts its own. */
function readConversations(file: string): unknown {
  const { conversations } = JSON.parse(readFileSync(file, 'utf8')) as {
    conversations: { messages: { sequence: number }[] }[];
  };
  const sequences = conversations
    .flatMap(({ messages }) => messages.map(({ sequence }) => sequence))
    .sort((a, b) => a - b);
  return conversations.map((conversation) => ({
    ...conversation,
    messages: conversation.messages.map((message) => ({
      ...message,
      sequence: sequences.indexOf(message.sequence),
    })),
  }));
}

function readIfThere(file: string): string | null {
  try {
    const content = readFileSync(file, 'utf8');
    return content === '' ? null : content;
  } catch {
    return null;
  }
}
