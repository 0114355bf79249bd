import type { Command } from 'commander';
import { type SerializedError, serializeError } from '../../preload/contract/errors';
import type { KnowledgeDocument, Source } from '../../preload/contract/knowledge';
import type { Core } from '../core';
import { currentSources, followIndexing } from './followIndexing';
import type { RunWithCore } from './runWithCore';
import type { Terminal } from './terminal';
import { userPath } from './userPath';

/** What `index --json` prints as its last line. */
export interface IndexResult {
  sources: { id: string; path: string; problem: SerializedError | null }[];
  /** Paths that could not be added. */
  refused: { path: string; error: SerializedError }[];
  files: number;
  /** Of these files, what can be searched now. */
  done: number;
  passages: number;
  failed: { path: string; error: SerializedError | null }[];
  isStopped: boolean;
}

interface Flags {
  collection?: string;
  json?: true;
}

const mostFailuresShown = 20;
/** What shells report for a program that Ctrl-C ended. */
const stoppedByUser = 130;

/** `index PATH...`. */
export function addIndexCommand(program: Command, terminal: Terminal, run: RunWithCore): void {
  program
    .command('index')
    .description('add files and folders, and read them until all can be searched; Ctrl-C keeps what is done')
    .argument('<path...>', 'files and folders')
    .option('--collection <name>', 'the collection they go to, made when there is none; default: the first')
    .option('--json', 'print one JSON object as the last line')
    .action((paths: string[], flags: Flags) => run((core) => index(core, terminal, paths, flags)));
}

async function index(core: Core, terminal: Terminal, paths: string[], flags: Flags): Promise<number> {
  const sinceMs = Date.now();
  const { sources, refused } = await addAll(core, paths, flags.collection);
  for (const { error } of refused) terminal.errorOutput.write(`${error.message}\n`);
  const isStopped = sources.length > 0 && !(await followIndexing(core, terminal, sources, { sinceMs }));
  const result = summarise(core, sources, refused, isStopped);
  terminal.output.write(`${flags.json ? JSON.stringify(result) : describe(result)}\n`);
  if (isStopped) return stoppedByUser;
  return refused.length > 0 ? 1 : 0;
}

/** One by one: a path that cannot be added does not stop the others. */
async function addAll(
  core: Core,
  paths: readonly string[],
  collection: string | undefined,
): Promise<{ sources: Source[]; refused: IndexResult['refused'] }> {
  const sources = new Map<string, Source>();
  const refused: IndexResult['refused'] = [];
  const collectionId = collection === undefined ? undefined : core.knowledge.collections.named(collection);
  for (const path of paths.map((typed) => userPath(typed))) {
    try {
      for (const source of await core.knowledge.sources.add(collectionId, [path])) {
        sources.set(source.id, source);
      }
    } catch (error) {
      refused.push({ path, error: serializeError(error) });
    }
  }
  return { sources: [...sources.values()], refused };
}

function summarise(
  core: Core,
  sources: readonly Source[],
  refused: IndexResult['refused'],
  isStopped: boolean,
): IndexResult {
  const own = currentSources(core, sources);
  const failed = own.flatMap(({ id }) => failuresOf(core, id));
  const count = (of: (source: Source) => number): number => own.reduce((sum, source) => sum + of(source), 0);
  return {
    sources: own.map(({ id, path, problem }) => ({ id, path, problem })),
    refused,
    files: count(({ documents }) => Object.values(documents).reduce((sum, some) => sum + some, 0)),
    done: count(({ documents }) => documents.done),
    passages: count(({ passages }) => passages),
    failed: failed.map(({ path, error }) => ({ path, error })),
    isStopped,
  };
}

function describe({ files, done, passages, failed, sources, isStopped }: IndexResult): string {
  const lines = [`${done} of ${files} files can be searched, ${passages} passages.`];
  for (const { problem } of sources) if (problem !== null) lines.push(problem.message);
  if (failed.length > 0) lines.push(`${failed.length} could not be read:`);
  for (const { path, error } of failed.slice(0, mostFailuresShown)) {
    lines.push(`  ${path}: ${error?.message ?? 'no reason is known.'}`);
  }
  if (failed.length > mostFailuresShown) lines.push(`  and ${failed.length - mostFailuresShown} more`);
  if (isStopped) lines.push('Stopped. The next start of Loam goes on with the rest.');
  return lines.join('\n');
}

function failuresOf(core: Core, sourceId: string): KnowledgeDocument[] {
  return core.knowledge.listDocuments({ sourceId, states: ['failed'], offset: 0, limit: 1000 }).items;
}
