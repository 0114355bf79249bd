import { expect, test, type LoamWindow } from './fixtures';
import { xssPayloads } from '../fixtures/xssPayloads';

/** Each piece is a few characters, so that tags and addresses arrive torn. */
function torn(text: string): string[] {
  return text.match(/[\s\S]{1,7}/g) ?? [];
}

const replies = xssPayloads.map(({ markdown }, index) => ({
  whenQuestionIncludes: `payload ${index}.`,
  pieces: torn(`Before.\n\n${markdown}\n\nAfter.`),
}));

/** Notes everything that would show that text became code, from before the app's own scripts run. */
async function watchForExecution(loam: LoamWindow): Promise<void> {
  await loam.page.addInitScript(() => {
    const events: string[] = [];
    Reflect.set(window, 'executions', events);
    for (const name of ['alert', 'confirm', 'prompt', 'open', 'print'])
      Reflect.set(window, name, () => void events.push(name));
    document.addEventListener('securitypolicyviolation', (event) =>
      events.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  await loam.startChatting();
}

/** What happened, and what stands in the page that must never be there. */
function findings(loam: LoamWindow): Promise<string[]> {
  return loam.page.evaluate(() => {
    const found = [...(Reflect.get(window, 'executions') as string[])];
    // What most payloads set when they run.
    if ('__xss' in window) found.push('window.__xss is set');
    const forbidden =
      'iframe, object, embed, form, base, link[href^="data"], svg script, img[src^="http"], meta[http-equiv]';
    for (const element of document.querySelectorAll(`[role="log"] :is(${forbidden}, script, style)`))
      found.push(element.outerHTML.slice(0, 120));
    for (const element of document.querySelectorAll('[role="log"] *')) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on')) found.push(`${name} on ${element.tagName}`);
        if (/^\s*(javascript|data|vbscript):/i.test(value) && name === 'href') found.push(value.slice(0, 80));
      }
    }
    return found;
  });
}

test('no payload becomes code while it streams, nor when it is read from history', async ({ loam }) => {
  test.setTimeout(240_000);
  loam.script(replies);
  await loam.open();
  await watchForExecution(loam);
  expect(xssPayloads.length).toBeGreaterThanOrEqual(60);
  for (const [index, { name }] of xssPayloads.entries()) {
    await loam.ask(`payload ${index}.`);
    await expect(loam.page.getByText('After.').last()).toBeAttached();
    expect(await findings(loam), name).toEqual([]);
  }
  await loam.page.reload();
  await loam.chats.getByRole('button').first().click();
  const log = loam.page.getByRole('log');
  await expect(log).toContainText('After.');
  await log.hover();
  for (let step = 0; step < 60; step += 1) {
    await loam.page.mouse.wheel(0, -700);
    expect(await findings(loam)).toEqual([]);
  }
  expect(await loam.page.evaluate(() => location.href)).toMatch(/^loam:\/\/app\//);
});
