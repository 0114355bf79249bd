import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import type { SettingsStore, StoredSettings } from './settingsStore';

/** The part of conf (and of electron-store, which extends it) that is used here. */
export interface OpenedFile {
  get store(): Record<string, unknown>;
  set store(value: Record<string, unknown>);
}

export interface SettingsFileOptions {
  /** Absolute. Holds settings.json. */
  folder: string;
  clock: Clock;
  /** Opens settings.json with the library; throws when its content cannot be read. */
  open: () => OpenedFile;
}

/** settings.json of a folder, through whichever of the two libraries can be loaded in this process. */
export function settingsFileStore({ folder, clock, open }: SettingsFileOptions): SettingsStore {
  const file = join(folder, 'settings.json');
  return {
    read: () => readSettings(open),
    write: (value) => attempt(() => (openAnew(file, open).store = value)),
    keepCopy: () => {
      const name = `settings.broken-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}.json`;
      attempt(() => copyFileSync(file, join(folder, name)));
      return name;
    },
  };
}

function readSettings(open: () => OpenedFile): StoredSettings {
  try {
    const value = open().store;
    return Object.keys(value).length === 0 ? { state: 'none' } : { state: 'read', value: { ...value } };
  } catch {
    // Whatever the library could not read (no JSON, no right to read it, a folder in its place): the service keeps what
    // there is and tells the user.
    return { state: 'unreadable' };
  }
}

/** The library parses the file before it writes, so content it cannot parse has to go first; the service kept a copy. */
function openAnew(file: string, open: () => OpenedFile): OpenedFile {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    rmSync(file, { force: true });
    return open();
  }
}

function attempt(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    throw new LoamError(
      'settings/unwritable',
      'The settings could not be saved. Check that the disk has space and that you may write to the data folder, then try again.',
      { retryable: true, cause: error },
    );
  }
}
