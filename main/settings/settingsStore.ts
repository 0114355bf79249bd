/** What a store found: `unreadable` is a file that is there but holds no JSON object. */
export type StoredSettings =
  { state: 'none' } | { state: 'unreadable' } | { state: 'read'; value: Record<string, unknown> };

/** Where settings are kept: one JSON object, written whole. electron-store in the app, its parent `conf` in plain Node. */
export interface SettingsStore {
  /** The stored object, unvalidated. */
  read(): StoredSettings;
  /** Replaces the stored object atomically. @throws LoamError settings/unwritable */
  write(value: Record<string, unknown>): void;
  /** Copies the stored file beside itself as it is, and returns the copy's file name. @throws LoamError settings/unwritable */
  keepCopy(): string;
}
