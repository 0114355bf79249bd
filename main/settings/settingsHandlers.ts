import type { HandlersOf } from '../../preload/contract/index';
import type { SettingsService } from './settingsService';

export function settingsHandlers(service: SettingsService) {
  return {
    get: () => service.get(),
    update: (changes) => service.update(changes),
  } satisfies HandlersOf<'settings'>;
}
