import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { LoamError, serializeError } from '../../preload/contract/errors';
import type { AddModelsResult } from '../../preload/contract/models';
import type { Clock } from '../clock';
import { freeBytes } from '../files/diskSpace';
import { formatBytes } from '../files/formatBytes';
import type { StoredModelFile } from '../storage/fileFacts';
import { copyModelFile } from './copyModelFile';
import type { FinishedDownload } from './downloads/installer';
import { describeModel } from './gguf/describeModel';
import type { GgufHeader } from './gguf/ggufHeader';
import type { ModelInspector } from './inspectModel';
import type { ModelFolders } from './modelFolders';
import type { ModelRepository, StoredModel } from './modelRepository';
import { factsOf } from './modelShelf';
import { modelNameOf, partNames } from './splitModel';

export interface ModelImportOptions {
  folders: ModelFolders;
  repository: ModelRepository;
  inspector: ModelInspector;
  clock: Clock;
  /** Free bytes of a folder's disk; default: what the system says. */
  freeBytesIn?(folder: string): Promise<number | null>;
}

export interface CopyProgress {
  fileName: string;
  copiedBytes: number;
  totalBytes: number;
}

export interface AddOptions {
  mode: 'copy' | 'link';
  onProgress(progress: CopyProgress): void;
  /** Stops copying; what was added before stays. */
  signal: AbortSignal;
}

const addedNextStep = 'Choose another file, or get this one again.';
const spareBytes = 256 * 1024 * 1024;

/** Takes model files in: the user's own, linked or copied, and downloaded ones. Each is checked before it is listed. */
export class ModelImport {
  readonly #options: ModelImportOptions;

  constructor(options: ModelImportOptions) {
    this.#options = options;
  }

  /** Never rejects for a file: what could not be added is in the result, with the reason. */
  async add(
    paths: readonly string[],
    options: AddOptions,
  ): Promise<{ ids: string[] } & Pick<AddModelsResult, 'refused'>> {
    const ids: string[] = [];
    const refused: AddModelsResult['refused'] = [];
    for (const [firstPart, parts] of groupParts(paths)) {
      try {
        options.signal.throwIfAborted();
        ids.push(await this.#addOne(parts, options));
      } catch (error) {
        if (options.signal.aborted) break;
        refused.push({ fileName: basename(firstPart), error: serializeError(error) });
      }
    }
    return { ids: [...new Set(ids)], refused };
  }

  /** Makes the files of a finished download a model of Loam's own. See `Installer`. */
  async install(finished: FinishedDownload): Promise<string> {
    const { folder, files, name, sourceLabel, catalogueId, licence } = finished;
    try {
      const header = await this.#options.inspector.inspect(
        name,
        files.map((file) => join(folder, file.name)),
        'It was deleted. Download it again, or choose another model.',
      );
      const known = this.#findCopy(files.map(({ sha256 }) => sha256));
      if (known) return known.id;
      const id = `downloaded-${randomUUID()}`;
      await this.#keep(header, folder, {
        id,
        name,
        origin: 'downloaded',
        folder: id,
        files: files.map((file) => ({ name: file.name, bytes: file.bytes, sha256: file.sha256 })),
        source: sourceLabel,
        catalogueId,
        ...(licence !== null && { licence }),
      });
      return id;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /**
   * Lists a whole model of Loam's own that has no row.
   *
   * @throws LoamError model/file-invalid, model/file-missing
   */
  async adopt({ id, files }: { id: string; files: readonly string[] }): Promise<void> {
    const name = modelNameOf(basename(files[0] ?? id));
    const header = await this.#options.inspector.inspect(name, files, addedNextStep);
    this.#store(header, {
      id,
      name,
      origin: id.startsWith('downloaded') ? 'downloaded' : 'copied',
      folder: id,
      files: await sizedFiles(files),
      source: null,
    });
  }

  async #addOne(parts: readonly string[], options: AddOptions): Promise<string> {
    const [first] = parts;
    if (first === undefined) throw new LoamError('request/invalid', 'There is no file to add.');
    const name = modelNameOf(basename(first));
    const header = await this.#options.inspector.inspect(name, parts, addedNextStep);
    return options.mode === 'link'
      ? await this.#link(name, header, parts)
      : await this.#copy(name, header, parts, options);
  }

  async #link(name: string, header: GgufHeader, parts: readonly string[]): Promise<string> {
    const [first = ''] = parts;
    const folder = `${dirname(first)}${sep}`;
    const known = this.#options.repository
      .list()
      .find(
        (stored) => stored.origin === 'linked' && join(stored.folder, stored.files[0]?.name ?? '') === first,
      );
    if (known) return known.id;
    const id = `linked-${randomUUID()}`;
    this.#store(header, { id, name, origin: 'linked', folder, files: await sizedFiles(parts), source: null });
    return id;
  }

  async #copy(
    name: string,
    header: GgufHeader,
    parts: readonly string[],
    { onProgress, signal }: AddOptions,
  ): Promise<string> {
    const { folders, freeBytesIn } = this.#options;
    const totalBytes = header.fileBytes;
    requireRoom(name, totalBytes, await (freeBytesIn ?? freeBytes)(await folders.root()));
    const id = `copied-${randomUUID()}`;
    const arriving = await folders.makeArriving(id);
    try {
      const files: StoredModelFile[] = [];
      let copiedBytes = 0;
      for (const part of parts) {
        const fileName = safeFileName(basename(part));
        const note = (bytes: number): void => {
          copiedBytes += bytes;
          onProgress({ fileName: basename(part), copiedBytes, totalBytes });
        };
        const copied = await copyModelFile(part, join(arriving, fileName), note, signal).catch(
          (error: unknown) => {
            throw copyFailure(name, error);
          },
        );
        files.push({ name: fileName, ...copied });
      }
      const known = this.#findCopy(files.map(({ sha256 }) => sha256));
      if (known) return known.id;
      await this.#keep(header, arriving, { id, name, origin: 'copied', folder: id, files, source: null });
      return id;
    } finally {
      await rm(arriving, { recursive: true, force: true });
    }
  }

  /** The model of Loam's own that has the same content already. */
  #findCopy(hashes: readonly (string | null)[]): StoredModel | undefined {
    return this.#options.repository
      .list()
      .find(
        ({ origin, files }) =>
          origin !== 'linked' &&
          files.length === hashes.length &&
          files.every(({ sha256 }, index) => sha256 !== null && sha256 === hashes[index]),
      );
  }

  #keep(header: GgufHeader, arrived: string, model: NewModel): Promise<void> {
    return this.#options.folders.keep(arrived, model.folder, () => this.#store(header, model));
  }

  #store(header: GgufHeader, model: NewModel): void {
    this.#options.repository.add({
      licence: describeModel(header).licence,
      catalogueId: null,
      ...model,
      facts: factsOf(header),
      addedAt: this.#options.clock.now(),
    });
  }
}

type NewModel = Omit<StoredModel, 'facts' | 'licence' | 'catalogueId' | 'addedAt'> &
  Partial<Pick<StoredModel, 'licence' | 'catalogueId'>>;

/** The parts of each model, by its first part. One part stands for all of them, and twice the same is once. */
function groupParts(paths: readonly string[]): Map<string, string[]> {
  return new Map(
    paths.map((path) => {
      const parts = partNames(basename(path)).map((name) => join(dirname(path), name));
      return [parts[0] ?? path, parts];
    }),
  );
}

async function sizedFiles(parts: readonly string[]): Promise<StoredModelFile[]> {
  return Promise.all(
    parts.map(async (part) => ({ name: basename(part), bytes: (await stat(part)).size, sha256: null })),
  );
}

/** A name that leads nowhere but into its folder, on every system; the part numbers of a split model survive. */
function safeFileName(fileName: string): string {
  const safe = fileName.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return safe.length <= 200 ? safe : safe.slice(-200).replace(/^[.-]+/, '');
}

/** @param free null where the system does not tell: a disk that becomes full is noticed then anyway */
function requireRoom(name: string, bytes: number, free: number | null): void {
  if (free === null || free >= bytes + spareBytes) return;
  throw new LoamError(
    'download/disk-full',
    `${name} takes ${formatBytes(bytes)}, and ${formatBytes(free)} are free on the disk, of which ${formatBytes(spareBytes)} stay free for everything else. Free some space, or link the file where it is.`,
    { retryable: true },
  );
}

function copyFailure(name: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error) || typeof error.code !== 'string') return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new LoamError(
      'download/disk-full',
      `The disk became full while ${name} was copied. Nothing is left of the copy. Free some space, or link the file where it is.`,
      { retryable: true, cause: error },
    );
  }
  return new LoamError(
    'model/file-missing',
    `${name} could not be copied. Check that its disk is connected and that you may read it, then try again.`,
    { retryable: true, cause: error },
  );
}
