import { setImmediate } from 'node:timers/promises';
import { LoamError } from '../../../preload/contract/errors';
import type { DocumentFormat } from '../../../preload/contract/knowledge';
import { openDocument, type OpenedDocument } from './documents/openDocument';
import type { Embedder } from './embedding/embedder';
import type { Block } from './documents/block';
import type { PassageDraft } from './passages/passageDraft';
import { splitIntoPassages } from './passages/splitIntoPassages';
import type { ReadDocument } from './protocol';

interface DocumentInReading {
  document: OpenedDocument;
  passages: AsyncGenerator<PassageDraft>;
  /** Stops the reading. */
  closing: AbortController;
  isBusy: boolean;
}

/** Searches are to be let in between. */
const longestTurnMs = 10;

/** A caller that forgets to close must not fill the memory. */
const mostOpen = 16;

/** The documents that are being read, by their handles. */
export class OpenDocuments {
  readonly #open = new Map<number, DocumentInReading>();
  #lastHandle = 0;

  /** Rejects with document/*; with generation/cancelled, and nothing is open then, once the signal is aborted. */
  async open(
    path: string,
    embedder: Embedder,
    signal: AbortSignal,
  ): Promise<{ handle: number; format: DocumentFormat }> {
    // It may have been cancelled while its embedder was opened; a listener would never hear of that.
    if (signal.aborted) throw cancelled();
    if (this.#open.size >= mostOpen) throw new RangeError('Too many documents are open.');
    const closing = new AbortController();
    const stop = (): void => closing.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const document = await openDocument(path, { signal: closing.signal });
      if (closing.signal.aborted) {
        // Whoever cancelled gets no handle to close it by.
        await document.close();
        throw cancelled();
      }
      const passages = splitIntoPassages(blocksOf(document), {
        countTokens: (text) => embedder.countTokens(text),
        maxTokens: embedder.facts.maxTokens,
      });
      const handle = ++this.#lastHandle;
      this.#open.set(handle, { document, passages, closing, isBusy: false });
      return { handle, format: document.format };
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** The next passages; whatever stops it closes the document. */
  async next(
    handle: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ passages: PassageDraft[]; end: ReadDocument | null }> {
    const reading = this.#open.get(handle);
    if (!reading || reading.isBusy) throw notOpen();
    const stop = (): void => reading.closing.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    reading.isBusy = true;
    try {
      const { passages, isEnd } = await pull(reading, limit);
      if (!isEnd) return { passages, end: null };
      const end = { ...reading.document.facts(), format: reading.document.format };
      await this.close(handle);
      return { passages, end };
    } catch (error) {
      await this.close(handle);
      throw error;
    } finally {
      reading.isBusy = false;
      signal.removeEventListener('abort', stop);
    }
  }

  /** Fine for one that is closed already. */
  async close(handle: number): Promise<void> {
    const reading = this.#open.get(handle);
    if (!reading) return;
    this.#open.delete(handle);
    reading.closing.abort();
    await reading.document.close();
  }
}

async function pull(
  { passages, closing }: DocumentInReading,
  limit: number,
): Promise<{ passages: PassageDraft[]; isEnd: boolean }> {
  const pulled: PassageDraft[] = [];
  let turnBeganMs = performance.now();
  while (pulled.length < limit) {
    const next = await passages.next();
    if (closing.signal.aborted) throw cancelled();
    if (next.done === true) return { passages: pulled, isEnd: true };
    pulled.push(next.value);
    if (performance.now() - turnBeganMs < longestTurnMs) continue;
    await setImmediate();
    turnBeganMs = performance.now();
  }
  return { passages: pulled, isEnd: false };
}

async function* blocksOf(document: OpenedDocument): AsyncGenerator<readonly Block[]> {
  for (let blocks = await document.next(); blocks !== null; blocks = await document.next()) yield blocks;
}

function cancelled(): LoamError {
  return new LoamError('generation/cancelled', 'The reading was cancelled.');
}

function notOpen(): LoamError {
  return new LoamError('document/unreadable', 'The document is not being read any more. Index it again.', {
    retryable: true,
  });
}
