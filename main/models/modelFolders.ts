import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { syncFolder } from '../files/syncFolder';
import { isAbsent } from './modelFile';

/** Folders of models, as their ids name them; nothing else in there is ours to delete. */
const modelFolderPattern = /^(?:copied|downloaded)-[0-9a-f-]{36}$/;
const arrivingPrefix = '.arriving-';
const leavingPrefix = '.leaving-';
/** A copy that has not grown for so long has nobody who goes on with it. */
const abandonedAfterMs = 24 * 60 * 60 * 1000;
/** Between a rename and its row lies a moment; the clocks of a disk and a computer may differ by more. */
const unlistedAfterMs = 10 * 60 * 1000;

/**
 * The folders of models that are Loam's own. A model is there when its row is: files arrive and leave under another
 * name, so that what an ended process left half done can be told from a model.
 */
export class ModelFolders {
  readonly #root: string;
  readonly #clock: Clock;

  /** @param root absolute; made when it is needed */
  constructor(root: string, clock: Clock) {
    this.#root = root;
    this.#clock = clock;
  }

  async root(): Promise<string> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    return this.#root;
  }

  /** An empty folder for files that are being copied; whoever asks for it deletes it. */
  async makeArriving(id: string): Promise<string> {
    const arriving = join(await this.root(), `${arrivingPrefix}${id}`);
    await mkdir(arriving, { mode: 0o700 });
    return arriving;
  }

  /** Gives complete files their place and lists them; neither happens without the other. */
  async keep(arrived: string, id: string, list: () => void): Promise<void> {
    const place = join(await this.root(), id);
    await syncFolder(arrived);
    await rename(arrived, place);
    await syncFolder(this.#root);
    try {
      list();
    } catch (error) {
      await rm(place, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * Takes a model's files away for good, with `unlist` in between: files that cannot be moved stay listed, and what a
   * process leaves behind that ends here is deleted by `tidy`.
   */
  async remove(id: string, unlist: () => void): Promise<void> {
    const leaving = join(this.#root, `${leavingPrefix}${id}`);
    const wasThere = await moved(join(this.#root, id), leaving);
    unlist();
    if (wasThere) await rm(leaving, { recursive: true, force: true });
  }

  /**
   * Finishes what ended processes left half done. Returns whole models that have no row: a process ended before it wrote
   * one, or the database is an older one again.
   *
   * @param listedIds models that have a row
   */
  async tidy(listedIds: ReadonlySet<string>): Promise<{ id: string; files: string[] }[]> {
    const unlisted: { id: string; files: string[] }[] = [];
    for (const name of await namesIn(this.#root)) {
      const path = join(this.#root, name);
      if (name.startsWith(leavingPrefix)) await this.#finishLeaving(path, name, listedIds);
      else if (name.startsWith(arrivingPrefix)) await this.#removeAbandoned(path);
      else if (
        modelFolderPattern.test(name) &&
        !listedIds.has(name) &&
        (await this.#ageMs(path)) > unlistedAfterMs
      ) {
        const files = (await namesIn(path)).toSorted().map((file) => join(path, file));
        unlisted.push({ id: name, files });
      }
    }
    return unlisted;
  }

  async #finishLeaving(path: string, name: string, listedIds: ReadonlySet<string>): Promise<void> {
    const id = name.slice(leavingPrefix.length);
    if (listedIds.has(id)) await moved(path, join(this.#root, id));
    else await rm(path, { recursive: true, force: true });
  }

  async #removeAbandoned(folder: string): Promise<void> {
    const files = await namesIn(folder);
    const ages = await Promise.all(
      [folder, ...files.map((file) => join(folder, file))].map((path) => this.#ageMs(path)),
    );
    if (Math.min(...ages) > abandonedAfterMs) await rm(folder, { recursive: true, force: true });
  }

  /** Since its last change; endless for what is gone meanwhile, because another process was quicker. */
  async #ageMs(path: string): Promise<number> {
    try {
      const { mtimeMs, ctimeMs } = await stat(path);
      // A rename counts as well: it leaves the time of writing as it was.
      return this.#clock.now() - Math.max(mtimeMs, ctimeMs);
    } catch (error) {
      if (isAbsent(error)) return Infinity;
      throw error;
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Says whether it was there. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
