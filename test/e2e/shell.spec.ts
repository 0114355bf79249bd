import { statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { measureStart } from '../../scripts/bench/startup/measureStart.mjs';
import { expect, test, type LoamWindow } from './fixtures';

const projectFolder = resolve(import.meta.dirname, '../..');

/** Clicks an item of the application menu, which the driver's keys do not reach. */
async function clickMenu(loam: LoamWindow, label: string): Promise<void> {
  await loam.app.evaluate(({ Menu }, wanted) => {
    const menus = Menu.getApplicationMenu()?.items ?? [];
    const item = menus
      .flatMap(({ submenu }) => submenu?.items ?? [])
      .find((candidate) => candidate.label === wanted);
    if (item === undefined) throw new Error(`The menu has no item “${wanted}”.`);
    item.click();
  }, label);
}

function bounds(loam: LoamWindow) {
  return loam.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
}

test('no native module is loaded before the first paint', async ({ loam }) => {
  const start = await measureStart({
    appFolder: projectFolder,
    userDataFolder: loam.home,
    text: 'Welcome to Loam',
  });
  expect(start.nativeLoads.length, 'the probe must see the modules that load later').toBeGreaterThan(0);
  expect(start.nativeLoads.filter(({ atMs }) => atMs < start.firstPaintMs)).toEqual([]);
});

test('the window opens where it was closed', async ({ loam }) => {
  await loam.open();
  const wanted = { x: 60, y: 70, width: 700, height: 520 };
  await loam.app.evaluate(({ BrowserWindow }, rectangle) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(rectangle);
  }, wanted);
  await expect.poll(() => bounds(loam)).toEqual(wanted);
  await loam.close();
  await loam.open();
  expect(await bounds(loam)).toEqual(wanted);
  expect(
    await loam.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize()),
  ).toEqual([480, 480]);
});

test('the window opens on the screen when its remembered place makes no sense', async ({ loam }) => {
  for (const content of ['{', '{"x":90000,"y":90000,"width":1,"height":1,"isMaximized":false}']) {
    writeFileSync(join(loam.home, 'window.json'), content);
    await loam.open();
    const opened = await bounds(loam);
    expect(opened?.x).toBeLessThan(5000);
    expect(opened?.width).toBeGreaterThanOrEqual(480);
    await loam.close();
  }
});

test('the data folder is for its owner only', async ({ loam }) => {
  await loam.open();
  expect(statSync(loam.home).mode & 0o777).toBe(0o700);
});

test('a core that cannot start is told by every request, in a window that stays', async ({ loam }) => {
  await loam.open();
  // The database is there once anything was answered out of it.
  await loam.page.evaluate(() => window.loam.conversations.list({ offset: 0, limit: 1 }));
  await loam.close();
  const database = new DatabaseSync(join(loam.home, 'loam.db'));
  database.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 99999999999999)");
  database.close();
  await loam.open();
  const replies = await loam.page.evaluate(async () => ({
    info: await window.loam.application.info({}),
    list: await window.loam.conversations.list({ offset: 0, limit: 10 }),
    copied: await window.loam.application.copyText({ text: 'x' }),
  }));
  expect(replies.copied).toEqual({ ok: true, value: null });
  expect(replies.info).toMatchObject({ ok: false, error: { code: 'storage/newer-version' } });
  expect(replies.list).toEqual(replies.info);
  expect(await loam.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the menu commands reach the window', async ({ loam }) => {
  await loam.open();
  await loam.startChatting();
  await loam.page.evaluate(() => {
    const commands: string[] = [];
    Reflect.set(globalThis, 'commands', commands);
    window.loam.application.menuCommand(({ command }) => commands.push(command));
  });
  for (const label of [
    'New Conversation',
    'Settings',
    'Keyboard Shortcuts',
    'Command Palette',
    'Search Conversations',
  ])
    await clickMenu(loam, label);
  const commands = () => loam.page.evaluate(() => Reflect.get(globalThis, 'commands') as unknown);
  await expect.poll(commands).toEqual(['new-conversation', 'settings', 'shortcuts', 'palette', 'search']);
});

test('everything is exported from the menu', async ({ loam }) => {
  await loam.open();
  const file = join(loam.home, 'from-menu.json');
  await loam.saveDialogsChoose(file);
  await clickMenu(loam, 'Export Everything…');
  await expect.poll(() => statSync(file, { throwIfNoEntry: false })?.size ?? 0).toBeGreaterThan(0);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the window follows the colours of the settings, also at the next start before the page has read them', async ({
  loam,
}) => {
  await loam.open();
  await loam.updateSettings({ colorScheme: 'dark' });
  const isDark = () => loam.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
  await expect.poll(isDark).toBe(true);
  await loam.close();
  await loam.open();
  expect(await isDark()).toBe(true);
  const background = await loam.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
  );
  expect(background?.toLowerCase()).toBe('#211f1c');
});

test('a page that dies is loaded again', async ({ loam }) => {
  await loam.open();
  await loam.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return new Promise<void>((resolve) => {
      window?.webContents.once('did-finish-load', () => resolve());
      window?.webContents.forcefullyCrashRenderer();
    });
  });
  const url = await loam.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return window?.webContents.executeJavaScript(
      'window.loam.application.info({}).then(({ ok }) => ok)',
    ) as unknown;
  });
  expect(url).toBe(true);
});
