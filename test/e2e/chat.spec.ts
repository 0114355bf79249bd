import { expect, test } from './fixtures';

test('the first start leads from the welcome to an answer of the real model', async ({ loam }) => {
  await loam.open();
  const { page } = loam;
  await expect(page.getByRole('heading', { name: 'Welcome to Loam' })).toBeVisible();
  await loam.updateSettings({
    defaultSampling: { temperature: 0, topP: 1, topK: 40, minP: 0, repeatPenalty: 1, maxTokens: 60, seed: 1 },
  });
  await page.getByRole('button', { name: 'Start the first chat' }).click();
  await loam.ask('What is the capital of France?');
  const log = page.getByRole('log');
  await expect(log).toContainText('Paris');
  await expect(log).toContainText(/SmolLM2.*tokens\/s.*first word after/s);
  await expect(loam.chats).toContainText('What is the capital of France?');
  expect(loam.complaints).toEqual([]);
});
