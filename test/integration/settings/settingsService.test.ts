import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCoreEvents } from '../../../main/events';
import { confSettingsStore } from '../../../main/settings/confSettingsStore';
import { settingsHandlers } from '../../../main/settings/settingsHandlers';
import { SettingsService } from '../../../main/settings/settingsService';
import { defaultSettings, type Settings } from '../../../preload/contract/settings';
import { movableClock } from '../../helpers/movableClock';
import { temporaryFolder } from '../../helpers/temporaryFolder';

function open(folder: string, events = createCoreEvents()): SettingsService {
  return new SettingsService(confSettingsStore(folder, movableClock()), events);
}

function stored(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
}

test('without a file there are the defaults, and no file and no notice come of it', () => {
  const folder = temporaryFolder();
  const settings = open(folder);
  expect(settings.get()).toEqual(defaultSettings);
  expect(settings.notices).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a change is written for this user only, announced, and read by the next start', () => {
  const folder = temporaryFolder();
  const events = createCoreEvents();
  const announced: Settings[] = [];
  events.on('settings.changed', (changed) => announced.push(changed));
  const { update } = settingsHandlers(open(folder, events));
  const changed = update({ colorScheme: 'dark', contextSize: 2048 });
  expect(changed).toEqual({ ...defaultSettings, colorScheme: 'dark', contextSize: 2048 });
  expect(announced).toEqual([changed]);
  expect(stored(folder)).toEqual(changed);
  expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600);
  expect(open(folder).get()).toEqual(changed);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('a change that does not fit changes nothing', () => {
  const folder = temporaryFolder();
  const settings = open(folder);
  settings.update({ sidebarWidth: 300 });
  expect(() => settings.update({ sidebarWidth: 3 })).toThrow();
  expect(settings.get().sidebarWidth).toBe(300);
  expect(stored(folder)).toMatchObject({ sidebarWidth: 300 });
});

test('broken values fall back one by one, the file as it was is kept once, and a notice names them', () => {
  const folder = temporaryFolder();
  const text = '{"colorScheme":"purple","sidebarWidth":300,"contextSize":"much","theme":"old"}';
  writeFileSync(join(folder, 'settings.json'), text);

  const settings = open(folder);

  expect(settings.get()).toEqual({ ...defaultSettings, sidebarWidth: 300 });
  const copy = 'settings.broken-2026-01-15T12-00-00-000Z.json';
  expect(readFileSync(join(folder, copy), 'utf8')).toBe(text);
  expect(settings.notices).toEqual([
    {
      id: 'settings-repaired',
      title: 'Some settings were reset',
      message: `These settings could not be read and have their defaults: colorScheme, contextSize. The file as it was is kept as ${copy}.`,
    },
  ]);
  const again = open(folder);
  expect(again.notices).toEqual([]);
  expect(again.get()).toEqual({ ...defaultSettings, sidebarWidth: 300 });
  expect(readdirSync(folder).toSorted()).toEqual([copy, 'settings.json']);
});

test.each([
  ['half a file', '{"colorScheme":"dar'],
  ['no JSON', 'colour: dark'],
  ['bytes', '\u0000\u0001\uFFFD'],
])('%s is kept aside, and Loam starts with its defaults and can be set again', (_name, text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.json'), text);
  const settings = open(folder);
  expect(settings.get()).toEqual(defaultSettings);
  expect(settings.notices[0]?.message).toContain('The settings file could not be read');
  const copy = readdirSync(folder).find((name) => name.startsWith('settings.broken-')) ?? '';
  expect(readFileSync(join(folder, copy), 'utf8')).toBe(text);
  settings.update({ colorScheme: 'dark' });
  expect(open(folder).get().colorScheme).toBe('dark');
  expect(open(folder).notices).toEqual([]);
});

test('a folder in the place of the file is told, and the session goes on with the defaults', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'settings.json'));
  const settings = open(folder);
  expect(settings.get()).toEqual(defaultSettings);
  expect(settings.notices[0]?.message).toContain('left as it is');
  expect(() => settings.update({ colorScheme: 'dark' })).toThrow(
    expect.objectContaining({ code: 'settings/unwritable', retryable: true }),
  );
  expect(settings.get().colorScheme).toBe('system');
});

test.each(['[]', 'null', '7', '"text"'])('a file that holds %s has no settings in it', (text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.json'), text);
  expect(open(folder).get()).toEqual(defaultSettings);
});
