import type { Dirent } from 'node:fs';
import { lstat, opendir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { FolderRules, isBuildOutput, isGitIgnored, SourceRules } from './excludes';
import { hasUnreadableFormat } from './unreadableFormats';

export interface WalkedFile {
  path: string;
  /** Inside the source, with forward slashes. */
  name: string;
  bytes: number;
  /** Whole: a fraction would not come out of the database exactly as it went in. */
  modifiedMs: number;
}

export interface WalkBatch {
  files: WalkedFile[];
  /** Folders that are there but cannot be read now: nothing is known about what is in them. */
  unreadableFolders: string[];
}

export interface WalkOptions {
  /** The source's folder. */
  root: string;
  /** Where to look, `root` or a folder in it; default `root`. */
  folder?: string;
  /** Whether folders in it are looked into too; default true. */
  isRecursive?: boolean;
  excludes: readonly string[];
  /** Loam's own data. */
  skippedFolder: string;
  signal: AbortSignal;
}

interface Place {
  path: string;
  name: string;
  rules: readonly FolderRules[];
}

const batchSize = 200;
const statsAtOnce = 16;
const largestGitIgnoreBytes = 1024 * 1024;

/**
 * Finds the files of a folder that Loam may read, in batches, so that nothing waits for the end of a large one. Links
 * are passed over: what they lead to inside the folder is found at its own place, and what lies outside was not added.
 *
 * @throws the file system's error when the folder itself, or one on the way to it, cannot be read; the signal's reason
 */
export async function* walkFolder(options: WalkOptions): AsyncGenerator<WalkBatch> {
  const { root, folder = root, isRecursive = true, signal } = options;
  const sourceRules = new SourceRules(options.excludes);
  const start = await startingPlace(root, folder, sourceRules);
  if (start === null) return;
  const waiting = [start];
  let batch: WalkBatch = { files: [], unreadableFolders: [] };
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    signal.throwIfAborted();
    const listed = await list(place, place === start);
    if (listed === null) {
      batch.unreadableFolders.push(place.path);
      continue;
    }
    const { files, folders } = await sort(place, listed, sourceRules);
    if (isRecursive) waiting.push(...folders.filter(({ path }) => path !== options.skippedFolder).reverse());
    for (let index = 0; index < files.length; index += statsAtOnce) {
      signal.throwIfAborted();
      const looked = await Promise.all(files.slice(index, index + statsAtOnce).map(look));
      batch.files.push(...looked.filter((file) => file !== null));
      if (batch.files.length < batchSize) continue;
      yield batch;
      batch = { files: [], unreadableFolders: [] };
    }
  }
  if (batch.files.length + batch.unreadableFolders.length > 0) yield batch;
}

/** Null when it is in a folder that is left out. */
async function startingPlace(root: string, folder: string, sourceRules: SourceRules): Promise<Place | null> {
  let place: Place = { path: root, name: '', rules: [] };
  for (const part of relative(root, folder).split(sep)) {
    if (part === '') continue;
    // Of a folder that cannot be read nobody knows what is in it.
    const { folders } = await sort(place, await entriesOf(place), sourceRules);
    const next = folders.find(({ path }) => path === join(place.path, part));
    if (next === undefined) return null;
    place = next;
  }
  return place;
}

async function entriesOf({ path }: Place): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  for await (const entry of await opendir(path, { bufferSize: 256 })) entries.push(entry);
  return entries;
}

/** Null when it cannot be read, unless that has to be told. */
async function list(place: Place, throws: boolean): Promise<Dirent[] | null> {
  try {
    return await entriesOf(place);
  } catch (error) {
    if (throws) throw error;
    return null;
  }
}

async function sort(
  place: Place,
  entries: readonly Dirent[],
  sourceRules: SourceRules,
): Promise<{ files: { path: string; name: string }[]; folders: Place[] }> {
  const names = new Set(entries.map(({ name }) => name));
  const own = names.has('.gitignore') ? await readGitIgnore(place) : null;
  const rules = own === null ? place.rules : [...place.rules, own];
  const files: { path: string; name: string }[] = [];
  const folders: Place[] = [];
  for (const entry of entries) {
    if (!entry.isFile() && !entry.isDirectory()) continue;
    const isFolder = entry.isDirectory();
    const name = place.name === '' ? entry.name : `${place.name}/${entry.name}`;
    const { isExcluded, isWanted } = sourceRules.test(name, isFolder);
    if (isExcluded || isGitIgnored(rules, name, isFolder)) continue;
    const path = join(place.path, entry.name);
    if (!isFolder && !hasUnreadableFormat(entry.name)) files.push({ path, name });
    if (isFolder && (isWanted || !isBuildOutput(entry.name, names))) folders.push({ path, name, rules });
  }
  return { files, folders };
}

async function readGitIgnore({ path, name }: Place): Promise<FolderRules | null> {
  const file = join(path, '.gitignore');
  try {
    const facts = await lstat(file);
    if (!facts.isFile() || facts.size > largestGitIgnoreBytes) return null;
    return new FolderRules(name, await readFile(file, 'utf8'));
  } catch {
    // One that cannot be read leaves nothing out.
    return null;
  }
}

/** Null for one that is gone again. */
async function look({ path, name }: { path: string; name: string }): Promise<WalkedFile | null> {
  try {
    const facts = await lstat(path);
    if (!facts.isFile()) return null;
    return { path, name, bytes: facts.size, modifiedMs: Math.floor(facts.mtimeMs) };
  } catch {
    return null;
  }
}
