import type { LoamWindow } from '../fixtures';
import { expect, test } from './securityTest';

/** Stands in for the system's browser and for the user's answer to the question. */
async function answerQuestions(opened: LoamWindow, button: 'Open' | 'Cancel'): Promise<void> {
  await opened.app.evaluate(({ dialog, shell }, chosen) => {
    const seen = {
      asked: [] as { message: string; detail: string; focused: string }[],
      opened: [] as string[],
    };
    Reflect.set(globalThis, 'seenLinks', seen);
    dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
      const buttons = options.buttons ?? [];
      const focused = buttons[options.defaultId ?? -1] ?? '';
      seen.asked.push({ message: options.message, detail: options.detail ?? '', focused });
      return Promise.resolve({ response: buttons.indexOf(chosen), checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    shell.openExternal = (url) => {
      seen.opened.push(url);
      return Promise.resolve();
    };
  }, button);
}

async function seenLinks(opened: LoamWindow) {
  return opened.app.evaluate(
    () =>
      Reflect.get(globalThis, 'seenLinks') as {
        asked: { message: string; detail: string; focused: string }[];
        opened: string[];
      },
  );
}

function openLink(opened: LoamWindow, url: string) {
  return opened.page.evaluate((address) => window.loam.application.openLink({ url: address }), url);
}

test('a link opens outside after its whole address was shown and confirmed', async ({ opened }) => {
  await answerQuestions(opened, 'Open');
  const address = `https://example.com/?${'long='.repeat(300)}end`;
  expect(await openLink(opened, address)).toEqual({ ok: true, value: { opened: true } });
  expect(await openLink(opened, 'mailto:someone@example.com')).toEqual({ ok: true, value: { opened: true } });
  const seen = await seenLinks(opened);
  expect(seen.opened).toEqual([address, 'mailto:someone@example.com']);
  expect(seen.asked.map(({ detail }) => detail)).toEqual(seen.opened);
  expect(seen.asked.map(({ focused }) => focused)).toEqual(['Cancel', 'Cancel']);
});

test('a link that is not confirmed stays closed', async ({ opened }) => {
  await answerQuestions(opened, 'Cancel');
  expect(await openLink(opened, 'https://example.com/')).toEqual({ ok: true, value: { opened: false } });
  expect((await seenLinks(opened)).opened).toEqual([]);
});

test('whatever could start a program is refused without a question', async ({ opened }) => {
  await answerQuestions(opened, 'Open');
  const refused = [
    'file:///etc/passwd',
    'smb://server/share',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-msdt:/id PCWDiagnostic',
    'ms-settings:',
    'vbscript:x',
    'ssh://host',
    'loam://app/index.html',
    'https://user:password@example.com/',
    'not an address',
    '',
  ];
  for (const url of refused) {
    expect(await openLink(opened, url), url).toMatchObject({ ok: false, error: { code: 'link/refused' } });
  }
  expect(await seenLinks(opened)).toEqual({ asked: [], opened: [] });
});
