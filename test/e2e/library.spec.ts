import { expect, test } from './fixtures';

test.beforeEach(async ({ loam }) => {
  loam.script([{ pieces: ['Noted.'] }]);
  await loam.open();
  await loam.startChatting();
});

test('a template of the user is filled in and inserted from the composer', async ({ loam }) => {
  const { page } = loam;
  const made = await page.evaluate(() =>
    window.loam.promptTemplates.create({
      name: 'Garden plan',
      text: 'Plan a {{kind}} garden for {{season}}.',
    }),
  );
  expect(made.ok).toBe(true);
  await page.reload();
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await composer.press('/');
  await page
    .getByRole('option', { name: /Garden plan/ })
    .or(page.getByRole('menuitem', { name: /Garden plan/ }))
    .first()
    .click();
  await page.getByRole('textbox', { name: 'kind' }).fill('kitchen');
  await page.getByRole('textbox', { name: 'season' }).fill('spring');
  await page.getByRole('button', { name: 'Insert', exact: true }).click();
  await expect(composer).toHaveValue('Plan a kitchen garden for spring.');
});

test('an assistant is written, chosen for a chat, and its prompt reaches the model', async ({ loam }) => {
  const { page } = loam;
  await page.getByRole('button', { name: 'Library', exact: true }).click();
  await page.getByRole('button', { name: 'New assistant' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Gardener');
  await page.getByRole('textbox', { name: /Instructions|System prompt/ }).fill('You are a patient gardener.');
  await page.getByRole('button', { name: /^(Save|Create)/ }).click();
  await expect(page.getByRole('main')).toContainText('Gardener');
  await loam.newChat();
  await page.getByRole('button', { name: 'Chat settings' }).click();
  const drawer = page.getByRole('dialog', { name: 'Chat settings' });
  await drawer
    .getByRole('combobox', { name: 'Assistant' })
    .or(drawer.getByRole('textbox', { name: 'Assistant' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Gardener' }).click();
  await page.keyboard.press('Escape');
  await loam.ask('When do I sow carrots?');
  const answers = await page.evaluate(async () => {
    const listed = await window.loam.conversations.list({ offset: 0, limit: 1 });
    const id = listed.ok ? (listed.value.items[0]?.id ?? '') : '';
    const messages = await window.loam.conversations.messages({ id });
    return messages.ok ? messages.value.map(({ provenance }) => provenance?.systemPrompt ?? null) : [];
  });
  expect(answers).toEqual([null, 'You are a patient gardener.']);
});

test('the palette and the shortcuts reach everything by keyboard', async ({ loam }) => {
  const { page } = loam;
  await page.keyboard.press('Control+K');
  await expect(page.getByPlaceholder('Type a command')).toBeFocused();
  await page.keyboard.type('open settings');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expect(page.getByPlaceholder('Type a command')).toBeHidden();
  await page.keyboard.press('Control+N');
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeFocused();
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('New chat');
  await loam.closeDialog();
  await page.keyboard.press('Control+B');
  await expect(page.getByRole('searchbox', { name: 'Search all chats' })).toBeHidden();
});

test('colours follow the settings at once and are kept', async ({ loam }) => {
  await loam.updateSettings({ colorScheme: 'dark' });
  const scheme = () => loam.page.evaluate(() => document.documentElement.dataset['mantineColorScheme']);
  await expect.poll(scheme).toBe('dark');
  await loam.close();
  await loam.open();
  await expect.poll(scheme).toBe('dark');
});
