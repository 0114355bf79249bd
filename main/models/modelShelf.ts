import { randomUUID } from 'node:crypto';
import { basename, extname } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import type { InstalledModel } from '../../preload/contract/models';
import type { Clock } from '../clock';
import { fileSize, hasGgufHeader, invalidModelFile } from './modelFile';
import type { ModelLink, ModelLinks } from './modelLinks';
import { readStarterModels, type StarterModel } from './starterModels';

/** A model that can be loaded, and where its file lies. The path stays in the main process. */
export interface ShelvedModel {
  installed: InstalledModel;
  /** Absolute. */
  path: string;
}

const fetchAgain = 'Start Loam with "npm start" again, which fetches the file, or choose another model.';
const linkAgain = 'Put the file back, link it again from where it is now, or choose another model.';
const trainContextSizeKey = 'trainContextSize';

/** All models on this machine: those the set-up brought and the user's own files. */
export class ModelShelf {
  readonly #starterModelsFolder: string;
  readonly #links: ModelLinks;
  readonly #clock: Clock;

  constructor({
    starterModelsFolder,
    links,
    clock,
  }: {
    starterModelsFolder: string;
    links: ModelLinks;
    clock: Clock;
  }) {
    this.#starterModelsFolder = starterModelsFolder;
    this.#links = links;
    this.#clock = clock;
  }

  /** Starter models first, then links, oldest first. */
  async list(): Promise<ShelvedModel[]> {
    const starters = await readStarterModels(this.#starterModelsFolder);
    return Promise.all([...starters.map(shelveStarter), ...this.#links.list().map(shelveLink)]);
  }

  /**
   * The model of that id; for null the first one that is there.
   *
   * @throws LoamError model/not-found, model/none
   */
  async find(id: string | null): Promise<ShelvedModel> {
    const models = await this.list();
    const found =
      id === null
        ? (models.find(({ installed }) => installed.isPresent) ?? models[0])
        : models.find(({ installed }) => installed.id === id);
    if (found) return found;
    if (id === null) {
      throw new LoamError('model/none', `There is no model on this machine yet. ${fetchAgain}`);
    }
    throw new LoamError('model/not-found', 'That model is not linked any more. Choose another model.');
  }

  /**
   * Checks what can be checked without reading the whole file.
   *
   * @throws LoamError model/file-missing, model/file-invalid
   */
  async check({ installed, path }: ShelvedModel): Promise<void> {
    const { name, fileName, origin } = installed;
    const nextStep = origin === 'starter' ? fetchAgain : linkAgain;
    const bytes = await fileSize(path);
    if (bytes === null) {
      throw new LoamError(
        'model/file-missing',
        `The file of ${name} (${fileName}) is not there. ${nextStep}`,
      );
    }
    if (origin === 'starter' && bytes !== installed.bytes) {
      const reason = `its file has ${bytes} bytes where ${installed.bytes} are right, so it is damaged`;
      throw invalidModelFile(name, reason, nextStep);
    }
    if (!(await hasGgufHeader(path))) {
      throw invalidModelFile(name, `${fileName} is not a GGUF file of version 2 or 3`, nextStep);
    }
  }

  /**
   * Links a file where it lies; linking it again changes nothing.
   *
   * @throws LoamError model/file-missing, model/file-invalid
   */
  async link(path: string): Promise<InstalledModel> {
    const known = this.#links.list().find((link) => link.path === path);
    const link = known ?? {
      id: `linked-${randomUUID()}`,
      name: basename(path, extname(path)),
      path,
      bytes: (await fileSize(path)) ?? 0,
      sha256: null,
      metadata: {},
      addedAt: this.#clock.now(),
    };
    const shelved = await shelveLink(link);
    await this.check(shelved);
    if (!known) this.#links.add(link);
    return shelved.installed;
  }

  /** @throws LoamError model/not-found */
  unlink(id: string): void {
    if (this.#links.remove(id)) return;
    throw new LoamError('model/not-found', 'That model is not linked any more.');
  }

  /** Remembers what a linked file turned out to be. */
  noteTrainContextSize(id: string, trainContextSize: number): void {
    const link = this.#links.list().find((candidate) => candidate.id === id);
    if (!link || link.metadata[trainContextSizeKey] === trainContextSize) return;
    this.#links.setMetadata(id, { ...link.metadata, [trainContextSizeKey]: trainContextSize });
  }
}

async function shelveStarter(model: StarterModel): Promise<ShelvedModel> {
  const { id, name, path, bytes, sha256, licence, parameters, contextTokens } = model;
  return {
    path,
    installed: {
      id,
      name,
      fileName: basename(path),
      origin: 'starter',
      bytes,
      sha256,
      licence,
      parameters: inMillions(parameters),
      contextLength: contextTokens,
      isPresent: (await fileSize(path)) !== null,
    },
  };
}

async function shelveLink({ id, name, path, bytes, sha256, metadata }: ModelLink): Promise<ShelvedModel> {
  const trainContextSize = metadata[trainContextSizeKey];
  return {
    path,
    installed: {
      id,
      name,
      fileName: basename(path),
      origin: 'linked',
      bytes,
      sha256,
      licence: null,
      parameters: null,
      contextLength: typeof trainContextSize === 'number' ? trainContextSize : null,
      isPresent: (await fileSize(path)) !== null,
    },
  };
}

/** 134515008 reads "135M", 8030261248 reads "8.0B". */
function inMillions(parameters: number): string {
  if (parameters >= 1e9) return `${(parameters / 1e9).toFixed(1)}B`;
  return `${Math.round(parameters / 1e6)}M`;
}
