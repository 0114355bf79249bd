import { expect, test, type LoamWindow } from './fixtures';

/** The synthetic model answers each question by its own words. */
const replies = [
  { whenQuestionIncludes: 'first', pieces: ['Answer ', 'one.'] },
  { whenQuestionIncludes: 'second', pieces: ['Answer ', 'two.'] },
  {
    whenQuestionIncludes: 'slow',
    pieces: Array.from({ length: 400 }, (_, index) => `word${index} `),
    intervalMs: 25,
  },
  { pieces: ['Something ', 'else.'] },
];

async function openChat(loam: LoamWindow): Promise<void> {
  loam.script(replies);
  await loam.open();
  await loam.startChatting();
}

test('editing a question makes a second version, and one can go back and forth', async ({ loam }) => {
  await openChat(loam);
  const { page } = loam;
  await loam.ask('my first question');
  await page.getByText('my first question', { exact: true }).last().hover();
  await page.getByRole('button', { name: 'Edit and resend' }).click();
  const editor = page.getByRole('textbox', { name: 'Edit your question' });
  await expect(editor).toHaveValue('my first question');
  await editor.fill('my second question');
  await editor.press('Enter');
  const log = page.getByRole('log');
  await expect(log).toContainText('Answer two.');
  await expect(log).not.toContainText('Answer one.');
  await expect(log).toContainText('2 / 2');
  await page.getByRole('button', { name: 'Previous version' }).click();
  await expect(log).toContainText('Answer one.');
  await expect(log).not.toContainText('Answer two.');
});

test('regenerating keeps the former answer beside the new one', async ({ loam }) => {
  await openChat(loam);
  const { page } = loam;
  await loam.ask('my first question');
  loam.script([{ pieces: ['A better answer.'] }]);
  await page.getByRole('button', { name: 'Regenerate' }).click();
  const log = page.getByRole('log');
  await expect(log).toContainText('A better answer.');
  await expect(log).toContainText('2 / 2');
  await page.getByRole('button', { name: 'Previous version' }).click();
  await expect(log).toContainText('Answer one.');
});

test('a fork is a conversation of its own that ends at the chosen message', async ({ loam }) => {
  await openChat(loam);
  const { page } = loam;
  await loam.ask('my first question');
  await loam.ask('my second question');
  await page.getByRole('button', { name: 'Fork into a new chat' }).nth(1).click();
  const log = page.getByRole('log');
  await expect(log).not.toContainText('Answer two.');
  await expect(log).toContainText('Answer one.');
  const { total } = await page.evaluate(async () => {
    const listed = await window.loam.conversations.list({ offset: 0, limit: 10 });
    return listed.ok ? listed.value : { total: -1 };
  });
  expect(total).toBe(2);
});

test('stopping keeps what was said, marks it, and it can be carried on', async ({ loam }) => {
  await openChat(loam);
  const { page } = loam;
  await loam.send('a slow question');
  const log = page.getByRole('log');
  await expect(log).toContainText('word5');
  await page.getByRole('button', { name: 'Stop the answer' }).click();
  await expect(log).toContainText('You stopped this answer.');
  await expect(log).toContainText('word5');
  loam.script([{ pieces: ['and the rest.'] }]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(log).toContainText('and the rest.');
  await expect(log).toContainText('word5');
  await expect(log).not.toContainText('You stopped this answer.');
});

test('Escape stops the answer from anywhere in the chat', async ({ loam }) => {
  await openChat(loam);
  await loam.send('a slow question');
  const log = loam.page.getByRole('log');
  await expect(log).toContainText('word3');
  await loam.page.keyboard.press('Escape');
  await expect(log).toContainText('You stopped this answer.');
});

test('an answer cut off by a crash is marked, keeps its words, and can be carried on', async ({ loam }) => {
  await openChat(loam);
  await loam.send('a slow question');
  await expect(loam.page.getByRole('log')).toContainText('word60', { timeout: 30_000 });
  await loam.kill();

  loam.script([{ pieces: ['as before.'] }]);
  await loam.open();
  const { page } = loam;
  await page.getByText('a slow question').first().click();
  const log = page.getByRole('log');
  await expect(log).toContainText('Loam closed before the answer was finished. What was written is kept.');
  await expect(log).toContainText('word10');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(log).toContainText('as before.');
  await expect(log).not.toContainText('Loam closed before');
});

test('another conversation can be read meanwhile, and the answer goes on', async ({ loam }) => {
  await openChat(loam);
  const { page } = loam;
  await loam.ask('my first question');
  await loam.newChat();
  await loam.send('a slow question');
  await expect(page.getByRole('log')).toContainText('word3');
  await loam.chats.getByText('my first question').click();
  await expect(page.getByRole('log')).toContainText('Answer one.');
  await loam.chats.getByText('a slow question').click();
  const log = page.getByRole('log');
  await expect(log).toContainText('word4');
  await page.keyboard.press('Escape');
  await expect(log).toContainText('You stopped this answer.');
});

test('the view follows the answer, and stays where the user has scrolled to', async ({ loam }) => {
  loam.script([
    { pieces: Array.from({ length: 300 }, (_, index) => `Paragraph ${index}.\n\n`), intervalMs: 20 },
  ]);
  await loam.open();
  await loam.startChatting();
  const { page } = loam;
  await loam.send('Tell me a lot');
  const log = page.getByRole('log');
  const distanceFromEndPx = () =>
    log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  await expect(page.getByText('Paragraph 60.')).toBeAttached({ timeout: 30_000 });
  expect(await distanceFromEndPx()).toBeLessThan(80);
  await log.hover();
  await page.mouse.wheel(0, -600);
  const jump = page.getByRole('button', { name: /latest/i });
  await expect(jump).toBeVisible();
  const before = await page.getByText('Paragraph 40.').boundingBox();
  await expect(page.getByText('Paragraph 120.')).toBeAttached({ timeout: 30_000 });
  const after = await page.getByText('Paragraph 40.').boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1000))).toBeLessThan(5);
  await jump.click();
  await expect.poll(distanceFromEndPx).toBeLessThan(80);
  await page.keyboard.press('Escape');
});
