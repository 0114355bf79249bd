import { LoamError } from '../../../../preload/contract/errors';
import type { DocumentFormat } from '../../../../preload/contract/knowledge';
import type { Block } from './block';
import { BlockBatches } from './blockBatches';
import type { DocumentBlocks } from './documentBlocks';
import { documentWithoutText, readingCancelled, scannedDocument, throwIfCancelled } from './documentErrors';
import type { DocumentFacts } from './documentFacts';
import { openDocumentFile, type DocumentFile } from './documentFile';
import { defaultDocumentLimits, type DocumentLimits } from './documentLimits';
import { plainReader } from './plainReaders';
import { recogniseFormat } from './recogniseFormat';
import { ParserThreads } from './thread/parserThreads';
import { ThreadBlocks } from './thread/threadBlocks';

export type { DocumentFacts } from './documentFacts';
export type { DocumentLimits } from './documentLimits';

/** A document that is being read. Whoever opened it closes it. */
export interface OpenedDocument {
  readonly format: DocumentFormat;
  /**
   * The next blocks, about 64 KB of text at most; null at the end. One call at a time.
   * @throws LoamError document/*, generation/cancelled once the signal was aborted
   */
  next(): Promise<readonly Block[] | null>;
  /** @throws Error before `next` answered null */
  facts(): DocumentFacts;
  /** May be called at any time, and again. */
  close(): Promise<void>;
}

export interface OpenOptions {
  signal: AbortSignal;
  limits?: Partial<DocumentLimits>;
  /** Left out: those that all documents of the process share. */
  threads?: ParserThreads;
}

/** One process, one thread kept for the next document. */
const sharedThreads = new ParserThreads();

/**
 * Opens a file for reading. Nothing is written, nothing is fetched, and the file's name never decides alone.
 * @throws LoamError document/*, worker/start-failed
 */
export async function openDocument(path: string, options: OpenOptions): Promise<OpenedDocument> {
  const { signal, threads = sharedThreads } = options;
  const limits = { ...defaultDocumentLimits, ...options.limits };
  throwIfCancelled(signal);
  const file = await openDocumentFile(path);
  try {
    const format = recogniseFormat(file, limits);
    throwIfCancelled(signal);
    return new Reading(file, format, blocksOf(file, format, limits, threads), signal);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function blocksOf(
  file: DocumentFile,
  format: DocumentFormat,
  limits: DocumentLimits,
  threads: ParserThreads,
): DocumentBlocks {
  const read = plainReader(format);
  if (read) return new BlockBatches(read({ file, limits, onProgress: () => undefined }));
  const { descriptor, name, bytes } = file;
  return new ThreadBlocks(threads, { descriptor, name, bytes, format, limits });
}

class Reading implements OpenedDocument {
  readonly format: DocumentFormat;
  readonly #file: DocumentFile;
  readonly #blocks: DocumentBlocks;
  readonly #signal: AbortSignal;
  #characters = 0;
  #hasText = false;
  #facts: DocumentFacts | null = null;
  #closing: Promise<void> | null = null;

  constructor(file: DocumentFile, format: DocumentFormat, blocks: DocumentBlocks, signal: AbortSignal) {
    this.#file = file;
    this.format = format;
    this.#blocks = blocks;
    this.#signal = signal;
  }

  async next(): Promise<readonly Block[] | null> {
    throwIfCancelled(this.#signal);
    if (this.#facts !== null) return null;
    const blocks = await this.#nextUnlessCancelled();
    if (blocks === null) {
      await this.#file.checkUnchanged();
      if (!this.#hasText)
        throw this.format === 'pdf' ? scannedDocument(this.#file.name) : documentWithoutText(this.#file.name);
      this.#facts = this.#factsAtEnd();
      return null;
    }
    for (const { text } of blocks) {
      this.#characters += text.length;
      this.#hasText ||= /\S/.test(text);
    }
    return blocks;
  }

  facts(): DocumentFacts {
    if (this.#facts === null) throw new Error('The document is not read to its end yet.');
    return this.#facts;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // The thread reads from the file until it is closed there.
    await this.#blocks.close();
    await this.#file.close();
  }

  async #nextUnlessCancelled(): Promise<readonly Block[] | null> {
    const cancelled = Promise.withResolvers<never>();
    const cancel = (): void => cancelled.reject(readingCancelled());
    this.#signal.addEventListener('abort', cancel, { once: true });
    try {
      return await Promise.race([this.#blocks.next(), cancelled.promise]);
    } catch (error) {
      // A file that changes while it is read looks damaged.
      if (!this.#signal.aborted && error instanceof LoamError) await this.#file.checkUnchanged();
      throw error;
    } finally {
      this.#signal.removeEventListener('abort', cancel);
    }
  }

  #factsAtEnd(): DocumentFacts {
    const { encoding = null, pages = null, title = null } = this.#blocks.facts ?? {};
    return { format: this.format, encoding, pages, title, characters: this.#characters };
  }
}
