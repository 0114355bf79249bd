import Conf from 'conf';
import type { Clock } from '../clock';
import { settingsFileStore } from './settingsFileStore';
import type { SettingsStore } from './settingsStore';

/** settings.json for a core that runs without Electron. */
export function confSettingsStore(folder: string, clock: Clock): SettingsStore {
  return settingsFileStore({
    folder,
    clock,
    open: () =>
      new Conf({
        cwd: folder,
        configName: 'settings',
        configFileMode: 0o600,
        accessPropertiesByDotNotation: false,
      }),
  });
}
