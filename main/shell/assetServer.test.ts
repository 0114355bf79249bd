import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeAssetPath, resolveAsset, serveAsset } from './assetServer';
import { traversalUrls } from '../../test/fixtures/traversalUrls';

let workFolder: string;
let assetFolder: string;

beforeAll(async () => {
  workFolder = await realpath(await mkdtemp(join(tmpdir(), 'loam-assets-')));
  assetFolder = join(workFolder, 'app');
  await mkdir(join(assetFolder, 'assets'), { recursive: true });
  await mkdir(join(assetFolder, 'folder.js'));
  await mkdir(join(workFolder, 'app-evil'));
  const page = '<meta name="style-nonce" content="__STYLE_NONCE__">';
  await writeFile(join(assetFolder, 'index.html'), page);
  await writeFile(join(assetFolder, 'assets', 'index-aB_3.js'), 'start();');
  await writeFile(join(assetFolder, 'assets', 'worker.mjs'), 'start();');
  await writeFile(join(assetFolder, 'assets', 'notes.txt'), 'private');
  await writeFile(join(assetFolder, '.env.js'), 'private');
  await writeFile(join(workFolder, 'secret.js'), 'private');
  await writeFile(join(workFolder, 'app-evil', 'secret.js'), 'private');
  await symlink(join(workFolder, 'secret.js'), join(assetFolder, 'linked.js'));
  await symlink(join(workFolder, 'app-evil'), join(assetFolder, 'linked'));
  await symlink(join(assetFolder, 'assets', 'notes.txt'), join(assetFolder, 'notes.js'));
});

afterAll(async () => {
  await rm(workFolder, { recursive: true });
});

describe('asset paths', () => {
  it('serves the page for the bare origin and files under it', () => {
    expect(relativeAssetPath('loam://app/')).toBe('index.html');
    expect(relativeAssetPath('loam://app/index.html?x=1#y')).toBe('index.html');
    expect(relativeAssetPath('loam://app/assets/index-aB_3.js')).toBe(join('assets', 'index-aB_3.js'));
  });

  it('finds nothing outside the folder by any of 200 and more traversal addresses', async () => {
    const urls = traversalUrls();
    expect(urls.length).toBeGreaterThanOrEqual(200);
    const found: string[] = [];
    for (const url of urls) {
      const file = await resolveAsset(url, assetFolder);
      if (file !== null) found.push(`${url} -> ${file}`);
    }
    expect(found).toEqual([]);
  });

  it('does not follow a link out of the folder, also into a neighbour whose name begins alike', async () => {
    expect(await resolveAsset('loam://app/linked.js', assetFolder)).toBeNull();
    expect(await resolveAsset('loam://app/linked/secret.js', assetFolder)).toBeNull();
  });

  it('does not serve a file of another kind under an allowed name', async () => {
    expect(await resolveAsset('loam://app/notes.js', assetFolder)).toBeNull();
    expect(await resolveAsset('loam://app/assets/notes.txt', assetFolder)).toBeNull();
    expect(await resolveAsset('loam://app/.env.js', assetFolder)).toBeNull();
  });

  it('answers only for its own scheme and host', () => {
    for (const url of [
      'loam://evil/index.html',
      'loam://app.evil/index.html',
      'loam://app:80/index.html',
      'loam://user@app/index.html',
      'http://app/index.html',
      'file:///index.html',
      'index.html',
      '',
    ]) {
      expect(relativeAssetPath(url), url).toBeNull();
    }
  });
});

describe('asset responses', () => {
  const serve = (path: string, method = 'GET') =>
    serveAsset({ url: `loam://app${path}`, method }, assetFolder);

  it('writes a fresh nonce into the page and into its policy each time', async () => {
    const [first, second] = [await serve('/index.html'), await serve('/')];
    const html = await first.text();
    const nonce = /content="([^"]+)"/.exec(html)?.[1];
    expect(Buffer.from(nonce ?? '', 'base64')).toHaveLength(16);
    expect(first.headers.get('Content-Security-Policy')).toContain(`style-src 'self' 'nonce-${nonce}';`);
    expect(first.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(first.headers.get('Cache-Control')).toBe('no-store');
    expect(await second.text()).not.toBe(html);
  });

  it('gives scripts their type and forbids sniffing another', async () => {
    const response = await serve('/assets/index-aB_3.js');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('start();');
    expect(response.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox");
  });

  it('lets the worker that reads PDF files fetch nothing', async () => {
    const response = await serve('/assets/worker.mjs');
    expect(response.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; script-src 'wasm-unsafe-eval'",
    );
  });

  it('answers 404 for what is not there and for a folder, and 405 for anything but reading', async () => {
    expect((await serve('/missing.js')).status).toBe(404);
    expect((await serve('/folder.js')).status).toBe(404);
    expect((await serve('/index.html/more.js')).status).toBe(404);
    expect((await serve('/index.html', 'POST')).status).toBe(405);
    const head = await serve('/index.html', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
