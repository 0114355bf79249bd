import type { Command } from 'commander';
import { LoamError } from '../../preload/contract/errors';
import type { InstalledModel } from '../../preload/contract/models';
import type { Core } from '../core';
import { formatBytes } from '../files/formatBytes';
import type { CopyProgress } from '../models/modelImport';
import { findByReference, modelKind, shortId } from './findByReference';
import type { RunWithCore } from './runWithCore';
import { table } from './table';
import type { Terminal } from './terminal';
import { userPath } from './userPath';

/** What shells report for a program that Ctrl-C ended. */
const stoppedByUser = 130;

/** `models list|add|remove|use`. */
export function addModelsCommand(program: Command, terminal: Terminal, run: RunWithCore): void {
  const print = (text: string): number => {
    terminal.output.write(`${text}\n`);
    return 0;
  };
  const models = program.command('models').description('language models on this computer');
  models
    .command('list')
    .description('what is here, and which one new chats use')
    .option('--json', 'print one JSON array')
    .action(({ json }: { json?: true }) =>
      run(async (core) => {
        const listed = await core.modelLibrary.list();
        return print(json ? JSON.stringify(listed) : listing(listed, core.settings.get().defaultModelId));
      }),
    );
  models
    .command('add')
    .description('add GGUF files; one part of a split model brings the others along')
    .argument('<files...>', 'the files')
    .option('--link', 'use the files where they lie instead of copying them')
    .action((files: string[], { link }: { link?: true }) =>
      run((core) => add(core, terminal, files, link ? 'link' : 'copy')),
    );
  models
    .command('remove')
    .description('delete a model, or forget a linked one, whose file stays')
    .argument('<model>', 'its id, name or their beginning')
    .action((reference: string) => run(async (core) => print(await remove(core, reference))));
  models
    .command('use')
    .description('answer with this model in new chats')
    .argument('<model>', 'its id, name or their beginning')
    .action((reference: string) => run(async (core) => print(await use(core, reference))));
}

async function add(core: Core, terminal: Terminal, files: string[], mode: 'copy' | 'link'): Promise<number> {
  const stopping = new AbortController();
  const stopListening = terminal.onInterrupt(() => {
    stopping.abort();
    core.modelLibrary.cancelAdd();
  });
  try {
    const { added, refused } = await core.modelLibrary.add(
      files.map((file) => userPath(file)),
      { mode, onProgress: progressPrinter(terminal) },
    );
    for (const { id, name, bytes } of added) {
      terminal.output.write(`${name} (${shortId(id)}) is here: ${formatBytes(bytes)}.\n`);
    }
    for (const { error } of refused) terminal.errorOutput.write(`${error.message}\n`);
    if (stopping.signal.aborted) return stoppedByUser;
    return refused.length === 0 ? 0 : 1;
  } finally {
    stopListening();
  }
}

/** One line for each tenth of a file that is being copied. */
function progressPrinter(terminal: Terminal): (progress: CopyProgress) => void {
  let printed = '';
  return ({ fileName, copiedBytes, totalBytes }) => {
    const tenths = Math.floor((10 * copiedBytes) / totalBytes);
    const line = `Copying ${fileName}: ${tenths * 10} %\n`;
    if (line === printed) return;
    printed = line;
    terminal.errorOutput.write(line);
  };
}

function listing(listed: readonly InstalledModel[], defaultModelId: string | null): string {
  if (listed.length === 0) return 'There are no models yet. Add one: npm start -- models add FILE';
  const usedId = (listed.find(({ id }) => id === defaultModelId) ?? listed.find(({ isPresent }) => isPresent))
    ?.id;
  const rows = listed.map((model) => [
    shortId(model.id),
    model.name,
    model.parameters ?? '',
    model.quantization ?? '',
    formatBytes(model.bytes),
    stateOf(model, usedId),
  ]);
  return table([['ID', 'NAME', 'SIZE', 'QUANT', 'ON DISK', ''], ...rows]);
}

function stateOf({ id, isPresent, quarantine }: InstalledModel, usedId: string | undefined): string {
  if (!isPresent) return 'its file is gone';
  if (quarantine !== null) return 'set aside';
  return id === usedId ? 'used' : '';
}

async function remove(core: Core, reference: string): Promise<string> {
  const model = findByReference(await core.modelLibrary.list(), reference, modelKind);
  const { freedBytes } = await core.modelLibrary.remove(model.id);
  return freedBytes === 0
    ? `${model.name} is no longer listed; its file stays where it is.`
    : `${model.name} is deleted; ${formatBytes(freedBytes)} are free again.`;
}

async function use(core: Core, reference: string): Promise<string> {
  const { id, name, isPresent } = findByReference(await core.modelLibrary.list(), reference, modelKind);
  if (!isPresent) {
    throw new LoamError(
      'model/file-missing',
      `The file of ${name} is gone. Put it back, or use another model.`,
    );
  }
  const { defaultAdapters } = core.settings.get();
  const reason = await refusalOf(core, defaultAdapters, id);
  core.settings.update({ defaultModelId: id, ...(reason !== null && { defaultAdapters: [] }) });
  const begin = `New chats answer with ${name}.`;
  return reason === null ? begin : `${begin} They begin without an adapter: ${reason}`;
}

/** Why adapters that were chosen for another model cannot be used with this one; null when they can. */
async function refusalOf(
  core: Core,
  adapters: Parameters<Core['adapters']['resolve']>[0],
  modelId: string,
): Promise<string | null> {
  try {
    await core.adapters.resolve(adapters, modelId);
    return null;
  } catch (error) {
    if (error instanceof LoamError && error.code.startsWith('adapter/')) return error.message;
    throw error;
  }
}
