import type { Clock } from './clock';
import type { ComparisonService } from './comparisons/comparisonService';
import type { ConversationService } from './conversations/conversationService';
import type { GenerationService } from './generation/generationService';
import type { KnowledgeService } from './knowledge/knowledgeService';
import type { Logger } from './log/logger';
import type { DownloadService } from './models/downloads/downloadService';
import type { CorePaths } from './paths';
import { backUpDaily } from './storage/backup';
import type { Database } from './storage/database';
import { DataFolderLease } from './storage/dataFolderLease';

export interface HouseKeeperDependencies {
  paths: Pick<CorePaths, 'home' | 'backupFolder'>;
  database: Database;
  conversations: ConversationService;
  generation: GenerationService;
  comparisons: ComparisonService;
  downloads: DownloadService;
  knowledge: Pick<KnowledgeService, 'startIndexing'>;
  clock: Clock;
  logger: Logger;
  /** How often the lease is asked for while another process holds it; default 30 s. */
  retryMs?: number;
}

const defaultRetryMs = 30_000;
/** Copying a large database takes seconds, so it waits until the first requests of the window are through. */
const backupDelayMs = 10_000;

/**
 * Does what only one process may do in a data folder: marks answers and downloads that nobody works on any more, purges
 * deleted conversations, indexes documents, backs up. While another process holds the lease it waits for its turn.
 */
export class HouseKeeper {
  readonly #dependencies: HouseKeeperDependencies;
  #lease: DataFolderLease | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(dependencies: HouseKeeperDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether this process is the one that keeps house. */
  get isKeeper(): boolean {
    return this.#lease !== undefined;
  }

  /** Takes the lease now or as soon as it is free. */
  start(): void {
    const { paths, logger, retryMs = defaultRetryMs } = this.#dependencies;
    const lease = DataFolderLease.take(paths.home);
    if (lease.isHeld) {
      this.#lease = lease;
      this.#keepHouse();
    } else {
      logger.info('data folder is kept by another process');
      this.#later(retryMs, () => this.start());
    }
  }

  /** Gives the lease to whoever waits for it. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#lease?.release();
  }

  #keepHouse(): void {
    const { conversations, generation, comparisons, downloads, knowledge, logger } = this.#dependencies;
    const interrupted = conversations.interruptUnfinished(generation.runningMessageIds());
    if (interrupted > 0) logger.warn('unfinished answers found', { count: interrupted });
    conversations.purgeDeleted();
    comparisons.stopUnfinished();
    downloads.recover();
    knowledge.startIndexing();
    this.#later(backupDelayMs, () => void this.#backUp());
  }

  async #backUp(): Promise<void> {
    const { database, paths, clock, logger } = this.#dependencies;
    try {
      await backUpDaily(database, paths.backupFolder, clock);
    } catch (error) {
      // The data itself is safe; the next start tries again.
      logger.error('daily backup failed', { error });
    }
  }

  #later(delayMs: number, action: () => void): void {
    this.#timer = setTimeout(action, delayMs);
    // Nothing here is a reason to keep a process alive.
    this.#timer.unref();
  }
}
