import ElectronStore from 'electron-store';
import type { Clock } from '../clock';
import { settingsFileStore } from '../settings/settingsFileStore';
import type { SettingsStore } from '../settings/settingsStore';

/** settings.json for the desktop app; the same file as `confSettingsStore` reads in plain Node. */
export function electronSettingsStore(folder: string, clock: Clock): SettingsStore {
  return settingsFileStore({
    folder,
    clock,
    open: () =>
      new ElectronStore({
        cwd: folder,
        name: 'settings',
        configFileMode: 0o600,
        accessPropertiesByDotNotation: false,
      }),
  });
}
