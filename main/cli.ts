import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { mkdirSync } from 'node:fs';
import { serializeError } from '../preload/contract/errors';
import { systemClock } from './clock';
import { createProgram } from './commandLine/program';
import { processTerminal } from './commandLine/terminal';
import { createCore, type Core } from './core';
import { corePaths, dataFolder } from './paths';
import { confSettingsStore } from './settings/confSettingsStore';
import { createNodeProcessHost } from './workers/nodeProcessHost';

/** Built into out/main, two folders below the project. */
const projectFolder = resolve(import.meta.dirname, '../..');

async function openCore({ isEphemeral }: { isEphemeral: boolean }): Promise<Core> {
  const home = dataFolder(process.platform, process.env, homedir());
  mkdirSync(home, { recursive: true, mode: 0o700 });
  return createCore({
    paths: corePaths(home, projectFolder),
    processHost: createNodeProcessHost(),
    settingsStore: confSettingsStore(home, systemClock),
    isEphemeral,
  });
}

try {
  process.exitCode = await createProgram(openCore, processTerminal()).run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${serializeError(error).message}\n`);
  if (process.env['LOAM_DEBUG'] !== undefined) process.stderr.write(`${String((error as Error).stack)}\n`);
  process.exitCode = 1;
}
