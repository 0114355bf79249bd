import { randomUUID } from 'node:crypto';
import type { Assistant } from '../../preload/contract/assistants';
import type {
  Conversation,
  ConversationSummary,
  ImportReport,
  Message,
  SearchHit,
} from '../../preload/contract/conversations';
import type { Turn } from '../../preload/contract/generation';
import type { AdapterChoice } from '../../preload/contract/adapters';
import { emptyScope, type KnowledgeScope } from '../../preload/contract/knowledge';
import type { Sampling } from '../../preload/contract/sampling';
import type { Settings } from '../../preload/contract/settings';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import { type Logger, silentLogger } from '../log/logger';
import type { Database } from '../storage/database';
import { decodeConversationFile } from './conversationImport';
import {
  type ConversationChanges,
  conversationNotFound,
  insertConversation,
  listConversations,
  markDeleted,
  purgeConversations,
  requireConversation,
  updateConversation,
} from './conversationRepository';
import { searchConversations } from './conversationSearch';
import { newestLeaf } from './conversationTree';
import { copyMessages } from './copyMessages';
import { refuseTooLarge } from './conversationExport';
import { exportConversations } from './exportConversations';
import { importConversations } from './importConversations';
import {
  insertMessages,
  interruptStreaming,
  listBranch,
  listMessages,
  requireMessage,
} from './messageRepository';
import { forkTitle, untitled } from './title';
import { beginTurn, finishTurn, saveProgress } from './turns';
import type { BegunTurn, FinishedTurn, TurnStore } from './turnStore';

export type { BegunTurn, FinishedTurn, TurnStore };

export interface ConversationServiceDependencies {
  database: Database;
  events: CoreEvents;
  clock: Clock;
  assistants: { get(id: string): Assistant };
  settings: { get(): Settings };
  /** The part of a scope that is there on this machine. */
  knownScope(scope: KnowledgeScope): KnowledgeScope;
  logger?: Logger;
}

/** How long a deleted conversation can be brought back. */
export const undoDeleteMs = 60_000;

export interface RequestedChanges {
  title?: string | undefined;
  isPinned?: boolean | undefined;
  systemPrompt?: string | undefined;
  modelId?: string | null | undefined;
  adapters?: AdapterChoice[] | undefined;
  scope?: KnowledgeScope | undefined;
  sampling?: Sampling | undefined;
  assistantId?: string | null | undefined;
}

/** Conversations and their trees of messages. Everything a method acknowledges is on the disk when it returns. */
export class ConversationService implements TurnStore {
  readonly #database: Database;
  readonly #events: CoreEvents;
  readonly #clock: Clock;
  readonly #assistants: ConversationServiceDependencies['assistants'];
  readonly #settings: ConversationServiceDependencies['settings'];
  readonly #knownScope: ConversationServiceDependencies['knownScope'];
  readonly #logger: Logger;
  readonly #purgeTimers = new Set<NodeJS.Timeout>();

  constructor(dependencies: ConversationServiceDependencies) {
    const { database, events, clock, assistants, settings, logger = silentLogger } = dependencies;
    this.#database = database;
    this.#events = events;
    this.#clock = clock;
    this.#assistants = assistants;
    this.#settings = settings;
    this.#knownScope = (scope) => dependencies.knownScope(scope);
    this.#logger = logger;
  }

  list(page: { offset: number; limit: number }): { items: ConversationSummary[]; total: number } {
    return this.#database.read((orm) => listConversations(orm, page));
  }

  /** Ranked, each conversation at most once, deleted ones never. Nothing typed is an error. */
  search(search: { query: string; limit: number }): SearchHit[] {
    return this.#database.read((orm) => searchConversations(orm, search));
  }

  /** @throws LoamError conversation/not-found */
  get(id: string): Conversation {
    return this.#database.read((orm) => requireConversation(orm, id));
  }

  /** The whole tree in order of creation. @throws LoamError conversation/not-found */
  messages(id: string): Message[] {
    return this.#database.read((orm) => {
      requireConversation(orm, id);
      return listMessages(orm, id);
    });
  }

  activeBranch(conversationId: string): Message[] {
    return this.#database.read((orm) => {
      const { activeLeafId } = requireConversation(orm, conversationId);
      return activeLeafId === null ? [] : listBranch(orm, activeLeafId);
    });
  }

  /** @throws LoamError assistant/not-found */
  create(draft: {
    assistantId: string | null;
    /** Null: the model chosen in the settings. */
    modelId: string | null;
    /** Left out: the settings' choice where the model is theirs too, else none. */
    adapters?: AdapterChoice[] | undefined;
    /** Left out: none. */
    scope?: KnowledgeScope | undefined;
  }): Conversation {
    const now = this.#clock.now();
    const { defaultModelId, defaultAdapters } = this.#settings.get();
    const hasDefaultModel = draft.modelId === null || draft.modelId === defaultModelId;
    const conversation: Conversation = {
      id: randomUUID(),
      title: untitled,
      titleOrigin: 'automatic',
      pinnedAt: null,
      createdAt: now,
      updatedAt: now,
      modelId: draft.modelId,
      adapters: draft.adapters ?? (hasDefaultModel ? defaultAdapters : []),
      scope: draft.scope ?? emptyScope,
      activeLeafId: null,
      ...this.#instructions(draft.assistantId),
    };
    this.#database.write((orm) => insertConversation(orm, conversation));
    return conversation;
  }

  /** @throws LoamError conversation/not-found, assistant/not-found */
  update(id: string, requested: RequestedChanges): Conversation {
    return this.#database.write((orm) => {
      requireConversation(orm, id);
      updateConversation(orm, id, this.#changes(requested));
      return requireConversation(orm, id);
    });
  }

  /** Gone from every list; `undoDelete` brings it back within a minute. @throws LoamError conversation/not-found */
  delete(id: string): void {
    this.#database.write((orm) => {
      requireConversation(orm, id);
      markDeleted(orm, id, this.#clock.now());
    });
    this.#schedulePurge();
  }

  /** @throws LoamError conversation/not-found when it was purged already */
  undoDelete(id: string): Conversation {
    return this.#database.write((orm) => {
      if (!markDeleted(orm, id, null)) throw conversationNotFound();
      return requireConversation(orm, id);
    });
  }

  /** Removes for good what was deleted more than a minute ago. Returns how many. */
  purgeDeleted(): number {
    const now = this.#clock.now();
    return this.#database.write((orm) => purgeConversations(orm, { deletedUntil: now - undoDeleteMs, now }));
  }

  /** @throws LoamError conversation/not-found, message/not-found */
  selectBranch(conversationId: string, messageId: string): Conversation {
    return this.#database.write((orm) => {
      const conversation = requireConversation(orm, conversationId);
      requireMessage(orm, conversationId, messageId);
      const activeLeafId = newestLeaf(listMessages(orm, conversationId), messageId);
      updateConversation(orm, conversationId, { activeLeafId });
      return { ...conversation, activeLeafId };
    });
  }

  /**
   * A new conversation that holds the branch from the start to this message, with new ids and its provenance.
   *
   * @throws LoamError conversation/not-found, message/not-found
   */
  fork(conversationId: string, messageId: string): Conversation {
    const now = this.#clock.now();
    return this.#database.write((orm) => {
      const original = requireConversation(orm, conversationId);
      requireMessage(orm, conversationId, messageId);
      const id = randomUUID();
      const { messages, newIds } = copyMessages(listBranch(orm, messageId), id);
      const fork: Conversation = {
        ...original,
        id,
        title: forkTitle(original.title),
        pinnedAt: null,
        createdAt: now,
        updatedAt: now,
        activeLeafId: newIds.get(messageId) ?? null,
      };
      insertConversation(orm, fork);
      insertMessages(orm, messages);
      return fork;
    });
  }

  /**
   * One conversation, or all of them when `id` is null, as the text of a file and a name for it. Markdown holds the
   * branch on screen; JSON can be imported again and holds everything but the texts of passages that a search found and
   * the model was not given.
   *
   * @throws LoamError conversation/not-found, export/failed for a file that could not be imported again
   */
  exportText(id: string | null, format: 'markdown' | 'json'): { suggestedName: string; content: string } {
    const now = this.#clock.now();
    const exported = this.#database.read((orm) => exportConversations(orm, { id, format, now }));
    if (format === 'json') refuseTooLarge(exported.content);
    return exported;
  }

  /**
   * Imports the text of a JSON export, all of it or nothing. Chats keep of their documents those that are here.
   *
   * @throws LoamError import/unreadable, import/unsupported-version
   */
  importText(text: string): ImportReport {
    const file = decodeConversationFile(text);
    return this.#database.write((orm) => importConversations(orm, file, this.#knownScope));
  }

  beginTurn(conversationId: string, turn: Turn): BegunTurn {
    const begun = this.#database.write((orm) =>
      beginTurn(orm, { conversationId, turn, now: this.#clock.now() }),
    );
    this.#events.emit('conversations.changed', { id: conversationId });
    return begun;
  }

  saveProgress(messageId: string, text: string): void {
    this.#database.write((orm) => saveProgress(orm, messageId, text));
  }

  finishTurn(messageId: string, finished: FinishedTurn): Message {
    const message = this.#database.write((orm) =>
      finishTurn(orm, { messageId, finished, now: this.#clock.now() }),
    );
    this.#events.emit('conversations.changed', { id: message.conversationId });
    return message;
  }

  /**
   * Marks answers that were being written when their process ended as interrupted. Returns how many.
   *
   * @param stillWritten ids of the answers that this process is writing
   */
  interruptUnfinished(stillWritten: readonly string[] = []): number {
    return this.#database.write((orm) => interruptStreaming(orm, stillWritten));
  }

  /** Stops the timers. What they would have purged is purged at the next start. */
  dispose(): void {
    for (const timer of this.#purgeTimers) clearTimeout(timer);
    this.#purgeTimers.clear();
  }

  #instructions(assistantId: string | null): Pick<Conversation, 'assistantId' | 'systemPrompt' | 'sampling'> {
    if (assistantId === null) {
      return { assistantId, systemPrompt: '', sampling: this.#settings.get().defaultSampling };
    }
    const { systemPrompt, sampling } = this.#assistants.get(assistantId);
    return { assistantId, systemPrompt, sampling };
  }

  #changes(requested: RequestedChanges): ConversationChanges {
    const { title, isPinned, systemPrompt, modelId, adapters, scope, sampling, assistantId } = requested;
    return {
      ...(assistantId !== undefined && this.#instructions(assistantId)),
      ...(title !== undefined && { title, titleOrigin: 'user' as const }),
      ...(isPinned !== undefined && { pinnedAt: isPinned ? this.#clock.now() : null }),
      ...(systemPrompt !== undefined && { systemPrompt }),
      ...(modelId !== undefined && { modelId }),
      ...(adapters !== undefined && { adapters }),
      ...(scope !== undefined && { scope }),
      ...(sampling !== undefined && { sampling }),
    };
  }

  #schedulePurge(): void {
    const timer = setTimeout(() => {
      this.#purgeTimers.delete(timer);
      try {
        this.purgeDeleted();
      } catch (error) {
        // Nobody waits for this; the next start purges.
        this.#logger.warn('purge failed', { error });
      }
    }, undoDeleteMs + 1000);
    // An open undo must not keep the process alive; the next start purges.
    timer.unref();
    this.#purgeTimers.add(timer);
  }
}
