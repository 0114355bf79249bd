import { resolve } from 'node:path';
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
    if (name === 'Models') {
      for (const tab of ['Find models', 'Downloads']) {
        await page.getByRole('tab', { name: tab }).click();
        await look(tab);
      }
    }
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
  'Find models',
  'Downloads',
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

const adapterFile = resolve(import.meta.dirname, '..', 'fixtures', 'adapters', 'pirate.gguf');

/** Opens everything that adapters and comparing bring, and says what axe found there. */
async function findingsAroundAdapters(loam: LoamWindow): Promise<Record<string, string[]>> {
  const { page } = loam;
  const findings: Record<string, string[]> = {};
  const look = async (screen: string): Promise<void> => {
    await page.waitForTimeout(600);
    findings[screen] = await seriousFindings(page);
  };
  const openScreen = (name: string) =>
    page
      .getByRole('navigation', { name: 'Chats and screens' })
      .getByRole('button', { name, exact: true })
      .click();
  await openScreen('Adapters');
  await page.getByText('No adapters yet').waitFor();
  await look('no adapters');
  await page.getByRole('button', { name: 'Add an adapter' }).click();
  await page.getByRole('menuitem', { name: /From the web…/ }).click();
  await page.getByRole('dialog').waitFor();
  await look('an adapter from the web');
  await loam.closeDialog();
  await loam.openDialogsChoose(adapterFile);
  await page.getByRole('button', { name: 'Add an adapter' }).click();
  await page.getByRole('menuitem', { name: /GGUF file…/ }).click();
  await page.getByRole('button', { name: 'More facts' }).click();
  await look('an adapter with its facts');
  await page.getByRole('button', { name: 'Options for pirate v1' }).click();
  await look('the menu of an adapter');
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await look('deleting an adapter');
  await loam.closeDialog();
  await page.getByRole('button', { name: 'Use in a new chat' }).click();
  await page.getByRole('button', { name: 'Adapters: pirate v1 × 1' }).click();
  await page.getByRole('slider').waitFor();
  await look('the picker of a chat');
  await page.keyboard.press('Escape');
  await openScreen('Compare');
  await page.getByRole('button', { name: 'With and without an adapter' }).click();
  await look('what to compare');
  await page.getByRole('textbox', { name: 'Question' }).fill('Show me everything');
  await page
    .getByRole('region', { name: 'What to compare' })
    .getByRole('button', { name: 'Compare' })
    .click();
  await page
    .getByRole('button', { name: /is best/ })
    .first()
    .waitFor();
  await look('a comparison');
  await page
    .getByRole('button', { name: /is best/ })
    .first()
    .click();
  await page.getByText('Best', { exact: true }).waitFor();
  await look('a rated comparison');
  return findings;
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing serious around adapters in ${colorScheme}`, async ({ loam }) => {
    loam.script([{ pieces: [sampleAnswer] }]);
    await loam.open();
    await loam.updateSettings({ colorScheme });
    await loam.startChatting();
    const findings = await findingsAroundAdapters(loam);
    expect(Object.keys(findings)).toHaveLength(9);
    expect(Object.values(findings).flat()).toEqual([]);
  });
}
