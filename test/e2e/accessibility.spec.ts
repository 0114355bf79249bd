import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type LoamWindow } from './fixtures';

const sampleAnswer = `# Heading

A paragraph with **bold**, \`code\` and a [link](https://example.org).

| Column | Value |
| --- | --- |
| one | 1 |

\`\`\`python
print('hello')
\`\`\`

- [x] done
- [ ] to do

$$a^2 + b^2 = c^2$$
`;

/** Serious and critical findings of axe, short enough to read in a failure. */
async function seriousFindings(page: Page): Promise<string[]> {
  // The legacy mode needs no second page, which this window would refuse to open.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Opens each screen and says what axe found there. */
async function findingsByScreen(loam: LoamWindow): Promise<Record<string, string[]>> {
  const { page } = loam;
  const findings: Record<string, string[]> = {};
  const look = async (screen: string): Promise<void> => {
    // Panels fade in, and a half-faded text has no contrast.
    await page.waitForTimeout(600);
    findings[screen] = await seriousFindings(page);
  };
  await page.getByRole('heading', { name: 'Welcome to Loam' }).waitFor();
  await look('welcome');
  await loam.startChatting();
  await look('empty chat');
  await loam.ask('Show me everything');
  await page.getByRole('button', { name: 'Details' }).click();
  await look('chat with an answer and its details');
  await page.getByRole('button', { name: 'Chat settings' }).click();
  await look('chat settings');
  await loam.closeDialog();
  await page.keyboard.press('Control+K');
  await page.getByPlaceholder('Type a command').waitFor();
  await look('command palette');
  await loam.closeDialog();
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await look('shortcuts');
  await loam.closeDialog();
  for (const name of ['Library', 'Models', 'Settings']) {
    await page
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .first()
      .click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await look(name);
  }
  return findings;
}

const screens = [
  'welcome',
  'empty chat',
  'chat with an answer and its details',
  'chat settings',
  'command palette',
  'shortcuts',
  'Library',
  'Models',
  'Settings',
];

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious on any screen in ${colorScheme}`, async ({ loam }) => {
    loam.script([{ pieces: [sampleAnswer] }]);
    await loam.open();
    await loam.updateSettings({ colorScheme });
    expect(await findingsByScreen(loam)).toEqual(Object.fromEntries(screens.map((screen) => [screen, []])));
  });
}
