import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { electronRuntime } from '../../../scripts/setup/electronRuntime.mjs';
import { expect, test } from '@playwright/test';

const root = resolve(import.meta.dirname, '../../..');
const built = (...path: string[]) => readFileSync(join(root, 'out', ...path), 'utf8');

/** Texts of our own sources that end up in the app, by path. */
function sources(): [path: string, text: string][] {
  return ['main', 'preload', 'renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|tsx|css|html)$/.test(path) && !/\.test\.|\/testing\//.test(path))
      .map(
        (path) => [join(folder, path), readFileSync(join(root, folder, path), 'utf8')] as [string, string],
      ),
  );
}

/** Places where a pattern stands in our sources. */
function places(pattern: RegExp): string[] {
  return sources().flatMap(([path, text]) =>
    [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`),
  );
}

/** Names of formats, in the files that read those formats. They look like addresses, and nobody connects to them. */
const formatNames =
  /documents\/(?:archive|epub)\/\w+\.ts: http:\/\/(?:schemas\.openxmlformats\.org|purl\.oclc\.org|purl\.org|www\.idpf\.org|ns\.adobe\.com)$/;

test('no source names an insecure address but loopback', () => {
  expect(sources().length).toBeGreaterThan(100);
  const addresses = places(/\b(?:http|ws|ftp):\/\/[\w.[\]:-]+/g);
  const ours = /(?:127\.0\.0\.1|localhost|\[::1\]|www\.w3\.org)/;
  expect(addresses.filter((place) => !ours.test(place) && !formatNames.test(place))).toEqual([]);
});

test('no source weakens the window, embeds a page, updates itself or reports to anyone', () => {
  expect(places(/enableBlinkFeatures|allowpopups|<webview|sendSync|crashReporter|autoUpdater/gi)).toEqual([]);
  expect(places(/webSecurity: false|sandbox: false|contextIsolation: false|nodeIntegration: true/g)).toEqual(
    [],
  );
  expect(
    places(/append(?:Switch|Argument)\('(?:no-sandbox|disable-web-security|remote-debugging-port)/g),
  ).toEqual([]);
});

test('preload is one script that needs nothing but Electron and holds no schema library', () => {
  const script = built('preload', 'index.cjs');
  const required = [...script.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name);
  expect(required).toEqual(['"electron"']);
  expect(script).not.toMatch(/zod|safeParse/i);
  expect(script.length).toBeLessThan(20_000);
});

test('the built page has no inline script, no inline style and no address of another place', () => {
  const page = built('renderer', 'index.html');
  expect(page).toContain('<meta name="style-nonce" content="__STYLE_NONCE__"');
  const scripts = page.match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect(script).toMatch(/\bsrc="\.?\//);
  expect(page).not.toMatch(/<style|\bstyle=|\bon\w+=|https?:/);
});

test('Electron is pinned at a version with the known holes closed, and that version runs here unless it cannot', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const pinned = manifest.devDependencies['electron'] ?? '';
  // The newest of the fixes known to matter: a way out of the context bridge and one out of the developer tools.
  const [major = 0, minor = 0, patch = 0] = pinned.split('.').map(Number);
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(41_002_001);
  const { version, origin } = electronRuntime();
  if (origin === 'official') expect(version).toBe(pinned);
});
