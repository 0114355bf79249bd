import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../../main/clock';
import { type Core, type CoreOptions, createCore } from '../../main/core';
import { corePaths } from '../../main/paths';
import { confSettingsStore } from '../../main/settings/confSettingsStore';
import { createNodeProcessHost } from '../../main/workers/nodeProcessHost';

export const projectFolder = resolve(import.meta.dirname, '../..');

export interface TemporaryCore {
  core: Core;
  home: string;
  /** Closes the core; with `keep` the folder stays, so that another core can open it. */
  dispose(options?: { keep: boolean }): Promise<void>;
}

/** A whole core in plain Node, on a data folder of its own. Whoever makes it disposes it. */
export async function temporaryCore(
  options: Partial<Omit<CoreOptions, 'settingsStore'>> = {},
  home = mkdtempSync(join(tmpdir(), 'loam-test-')),
): Promise<TemporaryCore> {
  const core = await createCore({
    paths: corePaths(home, projectFolder),
    processHost: createNodeProcessHost(),
    settingsStore: confSettingsStore(home, systemClock),
    ...options,
  });
  return {
    core,
    home,
    async dispose({ keep } = { keep: false }) {
      await core.dispose();
      if (!keep) rmSync(home, { recursive: true, force: true });
    },
  };
}
