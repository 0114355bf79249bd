import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AssistantService } from '../../main/assistants/assistantService';
import { ConversationService } from '../../main/conversations/conversationService';
import { type CoreEvents, createCoreEvents } from '../../main/events';
import { PromptTemplateService } from '../../main/promptTemplates/promptTemplateService';
import { confSettingsStore } from '../../main/settings/confSettingsStore';
import { SettingsService } from '../../main/settings/settingsService';
import type { Database } from '../../main/storage/database';
import { openDatabase } from '../../main/storage/openDatabase';
import { chooseSqliteDriver, type SqliteDriverName } from '../../main/storage/sqliteDriver';
import { type MovableClock, movableClock } from './movableClock';
import type { KnowledgeScope } from '../../preload/contract/knowledge';
import { temporaryFolder } from './temporaryFolder';

export interface TestServices {
  folder: string;
  databaseFile: string;
  backupFolder: string;
  clock: MovableClock;
  events: CoreEvents;
  database: Database;
  settings: SettingsService;
  assistants: AssistantService;
  promptTemplates: PromptTemplateService;
  conversations: ConversationService;
}

export interface TestServicesOptions {
  driver?: SqliteDriverName;
  /** Default: a new temporary one. */
  folder?: string;
  clock?: MovableClock;
  /** The part of a scope that is there. Default: all of it. */
  knownScope?: (scope: KnowledgeScope) => KnowledgeScope;
}

/** The real services on a real database in a temporary folder; closed when the test ends. */
export async function openTestServices(options: TestServicesOptions = {}): Promise<TestServices> {
  const { driver = chooseSqliteDriver(), folder = temporaryFolder(), clock = movableClock() } = options;
  const { knownScope = (scope) => scope } = options;
  const databaseFile = join(folder, 'loam.db');
  const backupFolder = join(folder, 'backups');
  const events = createCoreEvents();
  const database = await openDatabase({ file: databaseFile, backupFolder, clock, driver });
  const settings = new SettingsService(confSettingsStore(folder, clock), events);
  const assistants = new AssistantService({ database, clock });
  const promptTemplates = new PromptTemplateService({ database, clock });
  const conversations = new ConversationService({
    database,
    events,
    clock,
    assistants,
    settings,
    knownScope,
  });
  onTestFinished(() => {
    conversations.dispose();
    database.close();
  });
  return {
    folder,
    databaseFile,
    backupFolder,
    clock,
    events,
    database,
    settings,
    assistants,
    promptTemplates,
    conversations,
  };
}
