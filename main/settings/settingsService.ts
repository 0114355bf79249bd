import type { Notice } from '../../preload/contract/application';
import { LoamError } from '../../preload/contract/errors';
import { defaultSettings, type Settings, settingsSchema } from '../../preload/contract/settings';
import type { CoreEvents } from '../events';
import { parseSettings } from './parseSettings';
import type { SettingsStore } from './settingsStore';

/** The settings: read once, then kept in memory and written through. */
export class SettingsService {
  readonly #store: SettingsStore;
  readonly #events: CoreEvents;
  #settings: Settings;
  readonly #notices: Notice[] = [];

  /** Reads the store. A broken file or value never throws: it is kept aside and a notice says so. */
  constructor(store: SettingsStore, events: CoreEvents) {
    this.#store = store;
    this.#events = events;
    this.#settings = this.#load();
  }

  /** What the user must be told about how the settings were read. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  get(): Settings {
    return this.#settings;
  }

  /**
   * Changes some fields, writes all, and announces `settings.changed`.
   *
   * @throws LoamError settings/unwritable; the settings are then as before
   */
  update(changes: { [Field in keyof Settings]?: Settings[Field] | undefined }): Settings {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const next = settingsSchema.parse({ ...this.#settings, ...given });
    this.#store.write(next);
    this.#settings = next;
    this.#events.emit('settings.changed', next);
    return next;
  }

  #load(): Settings {
    const stored = this.#store.read();
    if (stored.state === 'none') return defaultSettings;
    if (stored.state === 'unreadable') {
      this.#repair(defaultSettings, 'The settings file could not be read, so Loam uses its defaults.');
      return defaultSettings;
    }
    const { settings, brokenFields } = parseSettings(stored.value);
    if (brokenFields.length > 0) {
      this.#repair(
        settings,
        `These settings could not be read and have their defaults: ${brokenFields.join(', ')}.`,
      );
    }
    return settings;
  }

  /** Writes the repaired settings at once, so that the copy is made once and not at every start. */
  #repair(settings: Settings, whatHappened: string): void {
    let kept: string;
    try {
      kept = `The file as it was is kept as ${this.#store.keepCopy()}.`;
      this.#store.write(settings);
    } catch (error) {
      if (!(error instanceof LoamError)) throw error;
      kept = 'The file was left as it is, because the data folder could not be written.';
    }
    this.#notices.push({
      id: 'settings-repaired',
      title: 'Some settings were reset',
      message: `${whatHappened} ${kept}`,
    });
  }
}
