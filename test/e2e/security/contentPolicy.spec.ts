import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, isUnharmed, test } from './securityTest';

const rendererFolder = resolve(import.meta.dirname, '../../../out/renderer');

test('the policy comes by header, with a nonce of its own for each page', async ({ opened }) => {
  const headersOfPage = () =>
    opened.page.evaluate(async () => Object.fromEntries((await fetch('loam://app/index.html')).headers));
  const [first, second] = [await headersOfPage(), await headersOfPage()];
  const nonce = /'nonce-([A-Za-z0-9+/=]{24})'/;
  const policy = first['content-security-policy'] ?? '';
  expect(policy.replace(nonce, "'nonce-N'").split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-N'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ]);
  expect(nonce.exec(policy)?.[1]).not.toBe(nonce.exec(second['content-security-policy'] ?? '')?.[1]);
  expect(first).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
});

test('every way to run or load something else is a violation, and none of it happens', async ({
  opened,
  sink,
}) => {
  sink.takeHits();
  const result = await opened.page.evaluate(async (port) => {
    const remote = `http://127.0.0.1:${port}/x`;
    const add = (name: string, attributes: Record<string, string>, text = '') => {
      const element = document.createElement(name);
      for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
      if (text !== '') element.append(text);
      document.body.append(element);
      return element;
    };
    const ran: string[] = [];
    Reflect.set(globalThis, 'ran', (name: string) => ran.push(name));
    const attempts: Record<string, () => unknown> = {
      eval: () => (0, eval)('ran("eval")'),
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it is refused is the point.
      'new Function': () => (new Function('ran("function")') as () => void)(),
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- as above.
      'setTimeout with text': () => setTimeout('ran("timeout")', 0),
      // Eight bytes: the smallest module there is.
      'web assembly': () =>
        WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).catch(() => undefined),
      'inline script': () => add('script', {}, 'ran("inline")'),
      'script by innerHTML': () => (add('div', {}).innerHTML = '<img src=x onerror=ran("innerHTML")>'),
      'inline handler': () => add('img', { src: 'loam://app/missing.png', onerror: 'ran("handler")' }),
      'remote script': () => add('script', { src: remote }),
      'data script': () => add('script', { src: 'data:text/javascript,ran("data")' }),
      'blob script': () => {
        const url = URL.createObjectURL(new Blob(['ran("blob")'], { type: 'text/javascript' }));
        return add('script', { src: url });
      },
      'remote import': () => import(/* @vite-ignore */ remote).catch(() => undefined),
      'remote image': () => add('img', { src: remote }),
      'data image': () => add('img', { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }),
      'inline style element': () => add('style', {}, 'body{--evil:1}'),
      'style attribute': () => add('p', { style: 'color:red' }),
      'remote style sheet': () => add('link', { rel: 'stylesheet', href: remote }),
      'remote font': () => new FontFace('evil', `url(${remote})`).load().catch(() => undefined),
      'remote audio': () => add('audio', { src: remote }),
      'remote frame': () => add('iframe', { src: remote }),
      'remote object': () => add('object', { data: remote }),
      'remote fetch': () => fetch(remote).catch(() => undefined),
      'remote beacon': () => navigator.sendBeacon(remote, 'x'),
      'remote socket': () => new WebSocket(remote.replace('http', 'ws')),
      'remote events': () => new EventSource(remote),
      'base element': () => add('base', { href: remote }),
      'another policy for markup': () =>
        (
          globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
        ).trustedTypes.createPolicy('evil', { createHTML: (text: string) => text }),
    };
    const seen: Record<string, string[]> = {};
    const before = new Set(document.querySelectorAll('*'));
    for (const [name, attempt] of Object.entries(attempts)) {
      const directives: string[] = [];
      const note = (event: SecurityPolicyViolationEvent) => directives.push(event.effectiveDirective);
      document.addEventListener('securitypolicyviolation', note);
      // The driver may run text as code while its own call lasts, so each attempt waits for a turn of its own.
      await new Promise<void>((resolve) =>
        setTimeout(() => {
          try {
            attempt();
          } catch (error) {
            if (error instanceof Error) directives.push(error.name);
          }
          setTimeout(resolve, 60);
        }),
      );
      document.removeEventListener('securitypolicyviolation', note);
      seen[name] = [...new Set(directives)];
    }
    for (const element of document.querySelectorAll('*')) if (!before.has(element)) element.remove();
    return { ran, seen };
  }, sink.port);

  expect(result.ran).toEqual([]);
  // TypeError: the page's own Trusted Types policy refused before the content security policy was asked.
  expect(result.seen).toEqual({
    eval: ['EvalError'],
    'new Function': ['EvalError'],
    'web assembly': ['script-src'],
    'setTimeout with text': ['TypeError'],
    'inline script': ['TypeError'],
    'script by innerHTML': ['TypeError'],
    'inline handler': ['TypeError'],
    'remote script': ['TypeError'],
    'data script': ['TypeError'],
    'blob script': ['TypeError'],
    'remote import': ['script-src-elem'],
    'remote image': ['img-src'],
    'data image': ['img-src'],
    'inline style element': ['style-src-elem'],
    'style attribute': ['style-src-attr'],
    'remote style sheet': ['style-src-elem'],
    'remote font': ['font-src'],
    'remote audio': ['media-src'],
    'remote frame': ['frame-src'],
    'remote object': ['TypeError'],
    'remote fetch': ['connect-src'],
    'remote beacon': ['connect-src'],
    'remote socket': ['connect-src'],
    'remote events': ['connect-src'],
    'base element': ['base-uri'],
    'another policy for markup': ['TypeError', 'trusted-types'],
  });
  expect(sink.takeHits()).toBe(0);
  expect(await isUnharmed(opened)).toBe(true);
});

test('what no policy sees does not reach a network either: peer connections and prefetched names', async ({
  opened,
  sink,
}) => {
  sink.takeHits();
  await opened.page.evaluate(async (port) => {
    for (const relation of ['dns-prefetch', 'preconnect', 'prefetch', 'prerender', 'modulepreload']) {
      const link = document.createElement('link');
      link.rel = relation;
      link.href = `http://127.0.0.1:${port}/`;
      document.head.append(link);
    }
    const connection = new RTCPeerConnection({
      iceServers: [
        { urls: `turn:127.0.0.1:${port}?transport=tcp`, username: 'a', credential: 'b' },
        { urls: `stun:127.0.0.1:${port}` },
      ],
    });
    connection.createDataChannel('x');
    await connection.setLocalDescription(await connection.createOffer());
    await new Promise((resolve) => setTimeout(resolve, 2000));
    connection.close();
    for (const link of document.querySelectorAll(`link[href*="127.0.0.1:${port}"]`)) link.remove();
  }, sink.port);
  expect(sink.takeHits()).toBe(0);
});

test('the session has no file, no network and no other host, whoever asks', async ({ opened, sink }) => {
  sink.takeHits();
  // Asked by the main process itself on the session of the page, where no policy applies.
  const outcomes = await opened.app.evaluate(async ({ session }, port) => {
    const ask = async (url: string) => {
      try {
        return (await session.defaultSession.fetch(url)).ok ? 'answered' : 'refused';
      } catch {
        return 'refused';
      }
    };
    const urls = [
      `http://127.0.0.1:${port}/`,
      'file:///etc/hostname',
      'loam://evil/index.html',
      'loam://app/index.html',
    ];
    return Promise.all(urls.map(ask));
  }, sink.port);
  expect(outcomes).toEqual(['refused', 'refused', 'refused', 'answered']);
  expect(sink.takeHits()).toBe(0);
});

test('the app scheme serves the built page and nothing beside it', async ({ opened }) => {
  const paths = [
    'index.html',
    'package.json',
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/main/index.js',
    '../main/index.js',
    'assets/../../main/index.js',
    'assets',
    '',
    'index.html%00.js',
  ];
  const statuses = await opened.page.evaluate(async (wanted) => {
    const answers = wanted.map(async (path) => [path, (await fetch(`loam://app/${path}`)).status] as const);
    return Object.fromEntries(await Promise.all(answers));
  }, paths);
  const expected = paths.map((path) => [path, path === 'index.html' || path === '' ? 200 : 404]);
  expect(statuses).toEqual(Object.fromEntries(expected));
  const script = readdirSync(resolve(rendererFolder, 'assets')).find((name) => name.endsWith('.js'));
  const served = await opened.page.evaluate(async (name) => {
    const response = await fetch(`loam://app/assets/${name}`);
    return [
      response.status,
      response.headers.get('content-type'),
      response.headers.get('x-content-type-options'),
    ];
  }, script);
  expect(served).toEqual([200, 'text/javascript; charset=utf-8', 'nosniff']);
});

test('the page loads nothing but files of the app', async ({ opened }) => {
  await opened.app.evaluate(({ session }) => {
    const requests: string[] = [];
    Reflect.set(globalThis, 'requests', requests);
    session.defaultSession.webRequest.onSendHeaders(({ url }) => requests.push(url));
  });
  await opened.page.reload();
  await opened.page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  const requests = await opened.app.evaluate(() => Reflect.get(globalThis, 'requests') as string[]);
  expect(requests).toContain('loam://app/index.html');
  expect(requests.filter((url) => !url.startsWith('loam://app/'))).toEqual([]);
});
