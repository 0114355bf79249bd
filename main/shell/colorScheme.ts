import { settingsSchema, type Settings } from '../../preload/contract/settings';
import type { SettingsStore } from '../settings/settingsStore';

/**
 * The colour scheme to open the window in, read before the core is there. Whatever is wrong with the stored settings
 * is the core's to repair and to report, so here it only means "as the system".
 */
export function storedColorScheme(store: SettingsStore): Settings['colorScheme'] {
  const stored = store.read();
  if (stored.state !== 'read') return 'system';
  return settingsSchema.shape.colorScheme.catch('system').parse(stored.value['colorScheme']);
}
