export interface ElectronRuntime {
  /** Absolute path. */
  readonly executable: string;
  /** Such as `45.4.1`. */
  readonly version: string;
  readonly origin: 'override' | 'official' | 'test-host-fallback';
}

/**
 * The Electron that the set-up chose for this project folder.
 * @throws when none is set up.
 */
export function electronRuntime(root?: string): ElectronRuntime;
