/** Where settings are kept: one JSON object, written whole. electron-store in the app, its parent `conf` in plain Node. */
export interface SettingsStore {
  /** The stored object, unvalidated; undefined when there is none yet. Throws a LoamError only when nothing is readable. */
  read(): Record<string, unknown> | undefined;
  write(value: Record<string, unknown>): void;
}
