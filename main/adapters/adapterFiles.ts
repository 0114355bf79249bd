import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { syncFolder } from '../files/syncFolder';
import { isAbsent } from '../models/modelFile';

const fileName = 'adapter.gguf';
const movingPattern = /^\.moving-(\d+)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Longer than any copy takes: by then the number of the process that began it may belong to another one. */
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/**
 * Where adapters lie: a folder each, named by their id. What arrives or leaves is in a folder of another name until the
 * table says so, so that whatever moment the process ends at, `tidy` knows which way to finish.
 */
export class AdapterFiles {
  readonly #folder: string;
  /** Ids of what this process is moving right now. */
  readonly #moving = new Set<string>();

  /** @param folder absolute; made when the first adapter comes */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the file of a listed adapter is, or should be. */
  pathOf(id: string): string {
    return join(this.#folder, id, fileName);
  }

  /** Whether a path lies in the folder of all of them. */
  contains(path: string): boolean {
    return path === this.#folder || path.startsWith(`${this.#folder}${sep}`);
  }

  /** Makes room for a file that arrives, and says where to write it. `seal` and `place`, or `abandon` must follow. */
  async arrive(id: string): Promise<string> {
    this.#moving.add(id);
    await mkdir(this.#movingFolder(id), { recursive: true, mode: 0o700 });
    return join(this.#movingFolder(id), fileName);
  }

  /** Makes sure that a file that arrived whole stays, before its adapter is listed. */
  async seal(id: string): Promise<void> {
    await syncFolder(this.#movingFolder(id));
    await syncFolder(this.#folder);
  }

  /**
   * Gives a sealed file its place.
   *
   * @param placeId default the same; another adapter's when the file takes the place of its lost one
   */
  async place(id: string, placeId = id): Promise<void> {
    await rm(join(this.#folder, placeId), { recursive: true, force: true });
    await rename(this.#movingFolder(id), join(this.#folder, placeId));
    this.#moving.delete(id);
    await syncFolder(this.#folder);
  }

  /** Deletes what arrived or was taken out; fine when there is nothing. Never rejects. */
  async abandon(id: string): Promise<void> {
    this.#moving.delete(id);
    try {
      await rm(this.#movingFolder(id), { recursive: true, force: true });
    } catch {
      // Somebody still has the file open, or its disk is gone: the next start finishes it.
    }
  }

  /** Takes a file out of its place before its adapter is taken out of the table; fine when it is gone. */
  async takeOut(id: string): Promise<void> {
    this.#moving.add(id);
    try {
      await rename(join(this.#folder, id), this.#movingFolder(id));
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }

  /** Puts back what was taken out. */
  async putBack(id: string): Promise<void> {
    try {
      await rename(this.#movingFolder(id), join(this.#folder, id));
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    this.#moving.delete(id);
  }

  /**
   * Finishes what ended processes began: a file whose adapter is listed gets its place, any other is deleted. Returns
   * how many there were. Only folders that `arrive` and `takeOut` make are touched.
   */
  async tidy(isListed: (id: string) => boolean): Promise<number> {
    let finished = 0;
    for (const name of await this.#names()) {
      const [, pid, id] = movingPattern.exec(name) ?? [];
      if (id === undefined || !(await this.#isLeftOver(name, Number(pid), id))) continue;
      const [from, to] = [join(this.#folder, name), join(this.#folder, id)];
      if (isListed(id) && !(await isThere(join(to, fileName)))) {
        await rm(to, { recursive: true, force: true });
        await rename(from, to);
      } else await rm(from, { recursive: true, force: true });
      finished += 1;
    }
    return finished;
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  async #isLeftOver(name: string, pid: number, id: string): Promise<boolean> {
    if (pid === process.pid) return !this.#moving.has(id);
    if (!isRunning(pid)) return true;
    const { mtimeMs } = await stat(join(this.#folder, name));
    return Date.now() - mtimeMs > abandonedAfterMs;
  }

  #movingFolder(id: string): string {
    return join(this.#folder, `.moving-${process.pid}-${id}`);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, but it is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
