import { type Command, InvalidArgumentError } from 'commander';
import { type Adapter, type AdapterChoice, adapterScaleSchema } from '../../preload/contract/adapters';
import { LoamError } from '../../preload/contract/errors';
import type { Core } from '../core';
import { formatBytes } from '../files/formatBytes';
import { adapterKind, findByReference, labelOf, modelKind, shortId } from './findByReference';
import type { RunWithCore } from './runWithCore';
import { table } from './table';
import type { Terminal } from './terminal';
import { userPath } from './userPath';

const nothing = 'none';

/** `adapters add|list|use|remove`. */
export function addAdaptersCommand(program: Command, terminal: Terminal, run: RunWithCore): void {
  const print = (text: string): number => {
    terminal.output.write(`${text}\n`);
    return 0;
  };
  const adapters = program.command('adapters').description('LoRA adapters: small changes to a model');
  adapters
    .command('add')
    .description('add a GGUF LoRA file, or convert the folder of a PEFT adapter')
    .argument('<path>', 'the file or the folder')
    .option('--base <model>', 'the model it was made for; otherwise the first one that it fits')
    .action((path: string, { base }: { base?: string }) =>
      run(async (core) => print(await add(core, path, base))),
    );
  adapters
    .command('list')
    .description('what is here, what it is for and how often it was used')
    .option('--json', 'print one JSON array')
    .action(({ json }: { json?: true }) =>
      run(async (core) => {
        const listed = await core.adapters.list();
        return print(json ? JSON.stringify(listed) : listing(listed));
      }),
    );
  adapters
    .command('use')
    .description('begin new chats with an adapter, or with none')
    .argument('<adapter>', 'its id, name or their beginning; "none" for none')
    .option('--scale <number>', 'how strongly: 1 as it was trained, 0 not at all', parseScale, 1)
    .action((reference: string, { scale }: { scale: number }) =>
      run(async (core) => print(await use(core, reference, scale))),
    );
  adapters
    .command('remove')
    .description('delete an adapter and its file')
    .argument('<adapter>', 'its id, name or their beginning')
    .option('--even-if-used', 'also while answers exist that were given with it')
    .action((reference: string, { evenIfUsed = false }: { evenIfUsed?: boolean }) =>
      run(async (core) => print(await remove(core, reference, evenIfUsed))),
    );
}

/**
 * Adapters as `ask` takes them: each an id, a name or their beginning, with a scale behind a colon where it is not 1. A
 * single "none" is none.
 *
 * @throws LoamError adapter/not-found, request/invalid
 */
export async function chosenAdapters(core: Core, references: readonly string[]): Promise<AdapterChoice[]> {
  if (references.length === 1 && references[0] === nothing) return [];
  const listed = await core.adapters.list();
  return references.map((reference) => {
    const [, name = reference, scaleText] = /^(.+):(-?\d*\.?\d+)$/.exec(reference) ?? [];
    const scale = adapterScaleSchema.safeParse(Number(scaleText ?? 1));
    if (!scale.success) {
      throw new LoamError(
        'request/invalid',
        `The scale of an adapter goes from -2 to 2, not ${scaleText ?? ''}.`,
      );
    }
    return { adapterId: findByReference(listed, name, adapterKind).id, scale: scale.data };
  });
}

async function add(core: Core, path: string, base: string | undefined): Promise<string> {
  const models = await core.modelLibrary.list();
  const baseModelId = base === undefined ? null : findByReference(models, base, modelKind).id;
  const added = await core.adapters.add(userPath(path), baseModelId);
  const model = models.find(({ id }) => id === added.baseModelId);
  const facts = `rank ${added.rank}, ${formatBytes(added.bytes)}`;
  return `${labelOf(added)} (${shortId(added.id)}) is here: ${facts}, for ${model?.name ?? added.architecture}.`;
}

function listing(listed: readonly Adapter[]): string {
  if (listed.length === 0) return 'There are no adapters yet. Add one: npm start -- adapters add FILE';
  const rows = listed.map((adapter) => [
    shortId(adapter.id),
    labelOf(adapter),
    adapter.baseName ?? adapter.architecture,
    String(adapter.rank),
    formatBytes(adapter.bytes),
    String(adapter.useCount),
    stateOf(adapter),
  ]);
  return table([['ID', 'NAME', 'MADE FOR', 'RANK', 'SIZE', 'ANSWERS', ''], ...rows]);
}

function stateOf({ isPresent, archivedAt }: Adapter): string {
  if (!isPresent) return 'its file is gone';
  return archivedAt === null ? '' : 'archived';
}

async function use(core: Core, reference: string, scale: number): Promise<string> {
  if (reference === nothing) {
    core.settings.update({ defaultAdapters: [] });
    return 'New chats begin without an adapter.';
  }
  const adapter = findByReference(await core.adapters.list(), reference, adapterKind);
  const choice = { adapterId: adapter.id, scale };
  // Better refused here than before the first answer of each new chat.
  await core.adapters.resolve([choice], null);
  core.settings.update({ defaultAdapters: [choice] });
  return `New chats begin with ${labelOf(adapter)} at ${scale}.`;
}

async function remove(core: Core, reference: string, evenIfUsed: boolean): Promise<string> {
  const adapter = findByReference(await core.adapters.list(), reference, adapterKind);
  try {
    await core.adapters.remove(adapter.id, evenIfUsed);
  } catch (error) {
    if (!(error instanceof LoamError && error.code === 'adapter/in-use')) throw error;
    throw new LoamError(error.code, `${error.message} To delete it: --even-if-used`, { cause: error });
  }
  return `${labelOf(adapter)} is deleted; ${formatBytes(adapter.bytes)} are free again.`;
}

function parseScale(text: string): number {
  const parsed = adapterScaleSchema.safeParse(Number(text));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It goes from -2 to 2.');
}
