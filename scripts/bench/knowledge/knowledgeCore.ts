import { resolve } from 'node:path';
import { systemClock } from '../../../main/clock';
import { type Core, createCore } from '../../../main/core';
import { corePaths } from '../../../main/paths';
import { confSettingsStore } from '../../../main/settings/confSettingsStore';
import { createNodeProcessHost } from '../../../main/workers/nodeProcessHost';
import type { ProcessHost } from '../../../main/workers/processHost';

const projectRoot = resolve(import.meta.dirname, '..', '..', '..');

export interface KnowledgeCore {
  core: Core;
  /** Of the indexing process; undefined before it is needed. */
  workerPid(): number | undefined;
  dispose(): Promise<void>;
}

/** The app's own core on a data folder, with the built workers in forked Node processes. Whoever opens it disposes it. */
export async function openKnowledgeCore(home: string): Promise<KnowledgeCore> {
  const nodeHost = createNodeProcessHost();
  const pids: number[] = [];
  const processHost: ProcessHost = {
    fork(entryPath, options) {
      const child = nodeHost.fork(entryPath, options);
      if (entryPath === paths.indexingWorkerFile && child.pid !== undefined) pids.push(child.pid);
      return child;
    },
  };
  const paths = corePaths(home, projectRoot);
  const settingsStore = confSettingsStore(home, systemClock);
  const core = await createCore({ paths, processHost, settingsStore });
  return { core, workerPid: () => pids.at(-1), dispose: () => core.dispose() };
}
