import { basename, join } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import type { InstalledModel } from '../../preload/contract/models';
import type { StoredModelFacts } from '../storage/fileFacts';
import type { BaseModel, BaseModels } from './baseModels';
import { formatParameters } from './formatParameters';
import { describeModel } from './gguf/describeModel';
import type { GgufHeader } from './gguf/ggufHeader';
import type { ModelInspector } from './inspectModel';
import { fileSize, invalidModelFile } from './modelFile';
import type { ModelRepository, ModelState, StoredModel } from './modelRepository';
import { readStarterModels, type StarterModel } from './starterModels';

/** A model that can be loaded, and where its files lie. Paths stay in the main process. */
export interface ShelvedModel {
  installed: InstalledModel;
  /** Absolute, the first part first. */
  paths: readonly [string, ...string[]];
}

export interface ModelShelfOptions {
  starterModelsFolder: string;
  /** Models of Loam's own, a folder each. */
  modelsFolder: string;
  repository: ModelRepository;
  inspector: ModelInspector;
  /** The default model's id, where the settings name one. */
  defaultModelId(): string | null;
  /** What the catalogue says a model is good for. */
  goodForOf(catalogueId: string): Promise<string | null>;
}

const nextSteps: Record<InstalledModel['origin'], string> = {
  starter: 'Start Loam with "npm start" again, which fetches the file, or choose another model.',
  linked: 'Put the file back, add it again from where it is now, or choose another model.',
  copied: 'Delete the model and add it again, or choose another model.',
  downloaded: 'Delete the model and download it again, or choose another model.',
};

/** All models on this machine: those the set-up brought and the user's own files. */
export class ModelShelf implements BaseModels {
  readonly #options: ModelShelfOptions;

  constructor(options: ModelShelfOptions) {
    this.#options = options;
  }

  /** Starter models first, then the user's own, oldest first. */
  async all(): Promise<ShelvedModel[]> {
    const { starterModelsFolder, repository } = this.#options;
    const starters = await readStarterModels(starterModelsFolder);
    const states = repository.states();
    return Promise.all([
      ...starters.map((starter) => shelveStarter(starter, states.get(starter.id))),
      ...repository.list().map((stored) => this.#shelveStored(stored, states.get(stored.id))),
    ]);
  }

  /**
   * The model of that id; for null the default one: the settings' choice while it is listed, else the first that is
   * there.
   *
   * @throws LoamError model/not-found, model/none
   */
  async require(id: string | null): Promise<ShelvedModel> {
    const models = await this.all();
    const found = models.find(({ installed }) => installed.id === (id ?? this.#options.defaultModelId()));
    if (found) return found;
    if (id !== null) {
      throw new LoamError('model/not-found', 'That model is not here any more. Choose another model.');
    }
    const first = models.find(({ installed }) => installed.isPresent) ?? models[0];
    if (first) return first;
    throw new LoamError('model/none', `There is no model on this machine yet. ${nextSteps.starter}`);
  }

  /**
   * Checks everything that can be checked without reading the weights, and keeps what the header says of a model that
   * was never read before.
   *
   * @throws LoamError model/file-missing, model/file-invalid
   */
  async check({ installed, paths }: ShelvedModel): Promise<GgufHeader> {
    const { id, name, origin } = installed;
    const nextStep = nextSteps[origin];
    const header = await this.#options.inspector.inspect(name, paths, nextStep);
    if (origin !== 'linked' && header.fileBytes !== installed.bytes) {
      const reason = `it has ${header.fileBytes} bytes where ${installed.bytes} are right, so it is damaged`;
      throw invalidModelFile(name, reason, nextStep);
    }
    if (origin !== 'starter' && installed.architecture === null) {
      const { licence } = describeModel(header);
      this.#options.repository.update(id, { facts: factsOf(header), licence });
    }
    return header;
  }

  async list(): Promise<BaseModel[]> {
    const models = await this.all();
    const first = models.length === 0 ? null : await this.require(null);
    const present = models.filter(({ installed }) => installed.isPresent);
    return present
      .toSorted((one, other) => Number(isSame(other, first)) - Number(isSame(one, first)))
      .map((model) => this.#baseOf(model));
  }

  async find(id: string | null): Promise<BaseModel> {
    return this.#baseOf(await this.require(id));
  }

  #baseOf(model: ShelvedModel): BaseModel {
    const { id, name, sha256 } = model.installed;
    return { id, name, sha256, readHeader: () => this.check(model) };
  }

  async #shelveStored(stored: StoredModel, state: ModelState | undefined): Promise<ShelvedModel> {
    const { id, name, origin, folder, files, facts, licence, source, catalogueId } = stored;
    const place = origin === 'linked' ? folder : join(this.#options.modelsFolder, folder);
    const [first = id, ...others] = files.map((file) => join(place, file.name));
    const paths = [first, ...others] as const;
    const parameters = facts?.parameters ?? null;
    return {
      paths,
      installed: {
        id,
        name,
        fileName: basename(first),
        origin,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
        fileCount: files.length,
        sha256: files[0]?.sha256 ?? null,
        licence,
        parameters: parameters === null ? null : formatParameters(parameters),
        architecture: facts?.architecture ?? null,
        quantization: facts?.quantization ?? null,
        contextLength: facts?.contextLength ?? null,
        goodFor: catalogueId === null ? null : await this.#options.goodForOf(catalogueId),
        source,
        ...happened(state, name),
        isPresent: await areAllThere(paths),
      },
    };
  }
}

/** What is stored of a header. */
export function factsOf(header: GgufHeader): StoredModelFacts {
  const { architecture, name, parameters, quantization, contextLength } = describeModel(header);
  return { architecture, name, parameters, quantization, contextLength };
}

async function shelveStarter(model: StarterModel, state: ModelState | undefined): Promise<ShelvedModel> {
  const { id, name, path, bytes, sha256, licence, architecture, quantization, goodFor } = model;
  return {
    paths: [path],
    installed: {
      id,
      name,
      fileName: basename(path),
      origin: 'starter',
      bytes,
      fileCount: 1,
      sha256,
      licence,
      parameters: formatParameters(model.parameters),
      architecture,
      quantization,
      contextLength: model.contextTokens,
      goodFor,
      source: null,
      ...happened(state, name),
      isPresent: (await fileSize(path)) !== null,
    },
  };
}

function happened(
  state: ModelState | undefined,
  name: string,
): Pick<InstalledModel, 'lastUsedAt' | 'quarantine'> {
  const at = state?.quarantinedAt ?? null;
  return {
    lastUsedAt: state?.lastUsedAt ?? null,
    quarantine: at === null ? null : { reason: quarantineReason(name, state?.lethalLoads ?? 0), at },
  };
}

function quarantineReason(name: string, lethalLoads: number): string {
  return `Loading ${name} ended the model process ${lethalLoads} times in a row, so it is set aside. Its file may be damaged, or too much for this computer.`;
}

async function areAllThere(paths: readonly string[]): Promise<boolean> {
  const sizes = await Promise.all(paths.map((path) => fileSize(path)));
  return sizes.every((size) => size !== null);
}

function isSame(one: ShelvedModel, other: ShelvedModel | null): boolean {
  return one.installed.id === other?.installed.id;
}
