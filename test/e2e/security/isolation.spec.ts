import { memberNames } from '../../../preload/contract/memberNames';
import { expect, test } from './securityTest';

test('the page has no Node, and neither has a worker of it', async ({ opened }) => {
  const names = ['require', 'process', 'Buffer', 'module', 'global', '__dirname', 'electron', 'ipcRenderer'];
  const inPage = await opened.page.evaluate(
    (wanted) => wanted.filter((name) => Reflect.get(globalThis, name) !== undefined),
    names,
  );
  expect(inPage).toEqual([]);
  // The policy lets no worker start at all: from a blob, from data, or from a file that is there.
  const workers = await opened.page.evaluate(async () => {
    const script = document.querySelector<HTMLScriptElement>('script[src]')?.src ?? '';
    const blob = URL.createObjectURL(new Blob(['postMessage(typeof require)'], { type: 'text/javascript' }));
    const start = (url: string) =>
      new Promise<string>((resolve) => {
        try {
          const worker = new Worker(url);
          worker.onmessage = ({ data }) => resolve(`said ${String(data)}`);
          worker.onerror = () => resolve('refused');
        } catch {
          resolve('refused');
        }
        setTimeout(() => resolve('silent'), 2000);
      });
    return { script, answers: [await start(blob), await start('data:text/javascript,postMessage(1)')] };
  });
  expect(workers.script).toContain('loam://app/');
  expect(workers.answers).toEqual(['refused', 'refused']);
});

test('every window is sandboxed, isolated and without the switches that weaken it', async ({ opened }) => {
  const preferences = await opened.app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      // Electron keeps it for its own tests and types it no more.
      const { getLastWebPreferences } = contents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return getLastWebPreferences.call(contents);
    }),
  );
  expect(preferences).toHaveLength(1);
  for (const preference of preferences) {
    expect(preference).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    expect(preference['nodeIntegrationInWorker'] ?? false).toBe(false);
    expect(preference['enableBlinkFeatures'] ?? '').toBe('');
    expect(preference['navigateOnDragDrop'] ?? false).toBe(false);
    expect(preference['spellcheck'] ?? false).toBe(false);
  }
});

test('the app itself never gives up the sandbox: only a launcher that runs as root can', async ({
  opened,
}) => {
  const state = await opened.app.evaluate(({ app }) => ({
    isForced: app.commandLine.hasSwitch('enable-sandbox'),
    isGivenUp: app.commandLine.hasSwitch('no-sandbox'),
    isRoot: process.getuid?.() === 0,
    wasAskedTo: process.argv.includes('--no-sandbox'),
  }));
  if (state.isRoot) expect(state.isGivenUp).toBe(state.wasAskedTo);
  else expect(state).toMatchObject({ isForced: true, isGivenUp: false });
});

test('window.loam holds the functions of the contract and nothing else, and cannot be changed', async ({
  opened,
}) => {
  const bridge = await opened.page.evaluate(() => {
    const before = window.loam.application.info;
    const attempts = [
      () => Object.assign(window, { loam: {} }),
      () => Object.assign(window.loam, { evil: 1 }),
      () => Object.assign(window.loam.application, { info: () => 'evil' }),
      () => Object.defineProperty(window, 'loam', { value: {} }),
      () => Reflect.deleteProperty(window.loam.application, 'info'),
    ];
    const outcomes = attempts.map((attempt) => {
      try {
        return String(attempt() === false);
      } catch {
        return 'threw';
      }
    });
    return {
      outcomes,
      isSame: window.loam.application.info === before,
      members: Object.fromEntries(
        Object.entries(window.loam).map(([domain, members]) => [
          domain,
          Object.entries(members as object).map(([name, member]) => `${name}: ${typeof member}`),
        ]),
      ),
    };
  });
  expect(bridge.isSame).toBe(true);
  expect(bridge.outcomes).not.toContain('false');
  expect(bridge.members).toEqual(
    Object.fromEntries(
      Object.entries(memberNames).map(([domain, members]) => [
        domain,
        Object.keys(members).map((name) => `${name}: function`),
      ]),
    ),
  );
});

test('window.loamFiles tells where a file lies and nothing else, and cannot be changed', async ({
  opened,
}) => {
  const found = await opened.page.evaluate(() => {
    const { loamFiles } = window;
    const attempts = [
      () => Object.assign(window, { loamFiles: {} }),
      () => Object.assign(loamFiles, { pathOf: () => 'evil' }),
      () => Object.assign(loamFiles, { evil: 1 }),
    ];
    const outcomes = attempts.map((attempt) => {
      try {
        attempt();
        return 'worked';
      } catch {
        return 'threw';
      }
    });
    // What the page itself made lies nowhere: only what the user handed over has a place.
    const made = loamFiles.pathOf(new File(['x'], '/etc/passwd'));
    return { outcomes, made, members: Object.keys(loamFiles), isSame: window.loamFiles === loamFiles };
  });
  expect(found).toEqual({
    outcomes: ['threw', 'threw', 'threw'],
    made: '',
    members: ['pathOf'],
    isSame: true,
  });
});

test('the page has no other way out than these two', async ({ opened }) => {
  const names = await opened.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$/.test(name));
  });
  // The page's own schema library keeps two registries of its own there.
  const added = names.filter((name) => !name.startsWith('__zod_'));
  expect(added.sort()).toEqual(['loam', 'loamFiles']);
});

test('what the page does to its built-in objects is not seen by preload', async ({ opened }) => {
  const result = await opened.page.evaluate(async () => {
    let stolen = 0;
    const steal = () => {
      stolen += 1;
      throw new Error('stolen');
    };
    const originals = { freeze: Object.freeze, randomUUID: crypto.randomUUID.bind(crypto), map: Map };
    Object.freeze = steal;
    crypto.randomUUID = steal;
    Reflect.set(globalThis, 'Map', steal);
    Reflect.set(Object.prototype, 'streamId', 'evil');
    try {
      const reply = await window.loam.generation.start(
        { conversationId: 'none', turn: { type: 'send', parentId: null, text: 'x' } },
        () => undefined,
      );
      return { stolen, reply };
    } finally {
      Object.freeze = originals.freeze;
      crypto.randomUUID = originals.randomUUID;
      Reflect.set(globalThis, 'Map', originals.map);
      Reflect.deleteProperty(Object.prototype, 'streamId');
    }
  });
  expect(result).toMatchObject({
    stolen: 0,
    reply: { ok: false, error: { code: 'conversation/not-found' } },
  });
});

test('listeners get values, never the event of Electron', async ({ opened }) => {
  const heard = await opened.page.evaluate(async () => {
    const calls: unknown[][] = [];
    const stop = window.loam.settings.changed((...parameters: unknown[]) => calls.push(parameters));
    await window.loam.settings.update({ sidebarWidth: 300 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop();
    await window.loam.settings.update({ sidebarWidth: 280 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return calls;
  });
  expect(heard).toHaveLength(1);
  expect(heard[0]).toHaveLength(1);
  expect(heard[0]?.[0]).toMatchObject({ sidebarWidth: 300 });
});

test('there is no webview element, and frames in the page get nothing', async ({ opened }) => {
  const frames = await opened.page.evaluate(async () => {
    const webview = document.createElement('webview');
    webview.setAttribute('src', 'https://example.com');
    document.body.append(webview);
    const sources = ['', 'about:blank', 'loam://app/index.html', 'data:text/html,x', 'https://example.com/'];
    const made = sources.map((source) => {
      const frame = document.createElement('iframe');
      if (source !== '') frame.src = source;
      document.body.append(frame);
      return frame;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const reachable = made.map((frame) => {
      try {
        const inner = frame.contentWindow as unknown as Record<string, unknown> | null;
        return [inner?.['loam'], inner?.['require'], inner?.['process']].filter(
          (value) => value !== undefined,
        ).length;
      } catch {
        return 0; // Another origin: an error page in place of what was refused.
      }
    });
    const isUnknownElement = webview.constructor === HTMLElement || webview instanceof HTMLUnknownElement;
    for (const element of [webview, ...made]) element.remove();
    return { reachable, isUnknownElement };
  });
  expect(frames).toEqual({ reachable: [0, 0, 0, 0, 0], isUnknownElement: true });
});
