import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AdapterService } from '../../../main/adapters/adapterService';
import { silentLogger } from '../../../main/log/logger';
import { ModelInspector } from '../../../main/models/inspectModel';
import { ModelFolders } from '../../../main/models/modelFolders';
import { ModelImport } from '../../../main/models/modelImport';
import { ModelRepository } from '../../../main/models/modelRepository';
import { ModelShelf } from '../../../main/models/modelShelf';
import type { Adapter, AdapterChoice } from '../../../preload/contract/adapters';
import { starterModelsFolder } from '../../helpers/inference';
import { startConversation, testProvenance } from '../../helpers/testConversations';
import { openTestServices, type TestServices, type TestServicesOptions } from '../../helpers/testServices';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const fixtures = resolve(import.meta.dirname, '../../fixtures/adapters');

/** Real adapters for the starter model, and some that are for no model here. See README.md there. */
export const adapterFiles = {
  pirate: join(fixtures, 'pirate.gguf'),
  piratePeft: join(fixtures, 'pirate-peft'),
  second: join(fixtures, 'second.gguf'),
  wrongBase: join(fixtures, 'wrong-base.gguf'),
  wrongArchitecture: join(fixtures, 'wrong-architecture.gguf'),
};

export const starterModelId = 'smollm2-135m-instruct-q4_1';

export interface AdapterServices extends TestServices {
  adapters: AdapterService;
  adaptersFolder: string;
  /** Another one on the same folder and database, as the next start has it. */
  restarted(): AdapterService;
  /** Links a model file with these bytes and returns its id. */
  addModel(fileName: string, bytes: Buffer): Promise<string>;
  /** An answer that says it was given with this adapter. */
  answerWith(adapter: Adapter, scale: number): { conversationId: string; messageId: string };
  /** Everything that lies in the adapters' folder. */
  filesOnDisk(): string[];
}

export interface AdapterServicesOptions extends TestServicesOptions {
  /** Default: the starter model is there. */
  modelsFolder?: string;
}

/** The real adapter service with the real starter model as its base. */
export async function openAdapterServices(options: AdapterServicesOptions = {}): Promise<AdapterServices> {
  const services = await openTestServices(options);
  const { database, clock, events, settings, folder } = services;
  const adaptersFolder = join(folder, 'adapters');
  const repository = new ModelRepository(database);
  const inspector = new ModelInspector();
  const modelsFolder = join(folder, 'models');
  const shelf = new ModelShelf({
    starterModelsFolder: options.modelsFolder ?? starterModelsFolder,
    modelsFolder,
    repository,
    inspector,
    defaultModelId: () => settings.get().defaultModelId,
    goodForOf: () => Promise.resolve(null),
  });
  const modelImport = new ModelImport({
    folders: new ModelFolders(modelsFolder, clock),
    repository,
    inspector,
    clock,
  });
  const createService = (): AdapterService =>
    new AdapterService({
      database,
      clock,
      events,
      logger: silentLogger,
      adaptersFolder,
      baseModels: shelf,
      settings,
    });
  return {
    ...services,
    adaptersFolder,
    adapters: createService(),
    restarted: createService,
    async addModel(fileName, bytes) {
      const path = join(temporaryFolder(), fileName);
      writeFileSync(path, bytes);
      const { ids, refused } = await modelImport.add([path], {
        mode: 'link',
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      if (ids[0] === undefined) throw new Error(refused[0]?.error.message);
      return ids[0];
    },
    answerWith({ id, name, version, sha256 }, scale) {
      const { conversations } = services;
      const conversation = startConversation(conversations);
      const turn = { type: 'send', parentId: null, text: 'Who are you?' } as const;
      const { assistantMessage } = conversations.beginTurn(conversation.id, turn);
      conversations.finishTurn(assistantMessage.id, {
        text: 'Arr!',
        status: 'complete',
        error: null,
        provenance: testProvenance({ adapters: [{ id, name, version, sha256, scale }] }),
      });
      return { conversationId: conversation.id, messageId: assistantMessage.id };
    },
    filesOnDisk: () =>
      existsSync(adaptersFolder)
        ? readdirSync(adaptersFolder, { recursive: true }).map(String).toSorted()
        : [],
  };
}

export function choice(adapter: Adapter, scale = 1): AdapterChoice {
  return { adapterId: adapter.id, scale };
}

/** A models folder as a set-up without weights leaves it. */
export function emptyModelsFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'weights'));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ weights: [] }));
  return folder;
}
