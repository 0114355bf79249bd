import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, isUnharmed, settle, test } from './securityTest';

/** Where a page may be led; the port of the sink takes the place of PORT. */
const targets = [
  'http://127.0.0.1:PORT/',
  'https://example.com/',
  'file:///etc/passwd',
  'data:text/html,<h1>evil</h1>',
  'javascript:document.body.remove()',
  'about:blank',
  'loam://evil/index.html',
  'loam://app/assets/missing.html',
  'chrome://gpu',
  'devtools://devtools/bundled/inspector.html',
];

/** Ways to lead it there; each is run with one target at a time. */
const ways = [
  'location',
  'location.replace',
  'link',
  'link with target',
  'link with a middle click',
  'link that downloads',
  'form',
  'form with post',
  'meta refresh',
  'window.open',
] as const;

for (const way of ways) {
  test(`${way} leads nowhere`, async ({ opened, sink }) => {
    sink.takeHits();
    for (const target of targets) {
      const url = target.replace('PORT', String(sink.port));
      await opened.page.evaluate(
        ([how, address]) => {
          const add = <Name extends keyof HTMLElementTagNameMap>(
            name: Name,
            properties: Partial<HTMLElementTagNameMap[Name]>,
          ) => {
            const element = Object.assign(document.createElement(name), properties);
            element.setAttribute('data-attempt', '');
            document.body.append(element);
            return element;
          };
          const leads: Record<typeof how, () => void> = {
            location: () => (location.href = address),
            'location.replace': () => location.replace(address),
            link: () => add('a', { href: address }).click(),
            'link with target': () => add('a', { href: address, target: '_blank' }).click(),
            'link with a middle click': () => {
              const click = new MouseEvent('click', { button: 1, bubbles: true, cancelable: true });
              add('a', { href: address }).dispatchEvent(click);
            },
            'link that downloads': () => add('a', { href: address, download: 'evil.txt' }).click(),
            form: () => add('form', { action: address }).submit(),
            'form with post': () => add('form', { action: address, method: 'post' }).submit(),
            'meta refresh': () => {
              add('meta', { httpEquiv: 'refresh', content: `0;url=${address}` });
            },
            'window.open': () => {
              if (window.open(address) !== null) document.title = 'a window opened';
            },
          };
          try {
            leads[how]();
          } catch {
            // Refused at once.
          }
        },
        [way, url] as const,
      );
      await settle(opened);
      expect(await isUnharmed(opened), `${way} to ${target}`).toBe(true);
      await opened.page.evaluate(() => {
        for (const element of document.querySelectorAll('[data-attempt]')) element.remove();
      });
    }
    expect(sink.takeHits()).toBe(0);
  });
}

test('a real middle click on a link opens no window', async ({ opened }) => {
  await opened.page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'https://example.com/', id: 'attempt' });
    link.append('link');
    Object.assign(link.style, { position: 'fixed', inset: '0 auto auto 0', padding: '20px', zIndex: '9999' });
    document.body.append(link);
    link.addEventListener('auxclick', () => Reflect.set(globalThis, 'isClicked', true));
  });
  await opened.page.mouse.click(5, 5, { button: 'middle' });
  await settle(opened);
  expect(await opened.page.evaluate(() => Reflect.get(globalThis, 'isClicked') as unknown)).toBe(true);
  expect(await isUnharmed(opened)).toBe(true);
  await opened.page.evaluate(() => document.querySelector('#attempt')?.remove());
});

test('a file dropped on the window is not opened in it', async ({ opened }) => {
  const file = join(opened.home, 'dropped.html');
  writeFileSync(file, '<title>dropped</title>');
  const browser = await opened.page.context().newCDPSession(opened.page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  await opened.page.evaluate(() => {
    window.addEventListener('dragenter', () => Reflect.set(globalThis, 'isDragged', true), { once: true });
  });
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  }
  await settle(opened);
  await browser.detach();
  expect(await opened.page.evaluate(() => Reflect.get(globalThis, 'isDragged') as unknown)).toBe(true);
  expect(await isUnharmed(opened)).toBe(true);
});

test('the page may load itself again', async ({ opened }) => {
  await opened.page.evaluate(() => Reflect.set(globalThis, 'isOldPage', true));
  await Promise.all([opened.page.waitForEvent('load'), opened.page.evaluate(() => location.reload())]);
  expect(await opened.page.evaluate(() => Reflect.get(globalThis, 'isOldPage') as unknown)).toBeUndefined();
  expect(await isUnharmed(opened)).toBe(true);
});
