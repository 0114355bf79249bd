import { parentPort } from 'node:worker_threads';
import { LoamError, serializeError } from '../../../../../preload/contract/errors';
import { BlockBatches } from '../blockBatches';
import { documentMalformed } from '../documentErrors';
import { loadReader } from '../readers';
import { forbidNetwork } from './forbidNetwork';
import { openThreadFile } from './threadFile';
import type { DocumentOrder, MessageFromThread, MessageToThread } from './threadMessages';

// The body of a thread that reads documents nobody trusts: it may run out of its memory, or hang and be ended, and the
// process lives on.

const progressIntervalMs = 1000;

let batches: BlockBatches | null = null;
let fileName = '';
let lastProgressMs = 0;

forbidNetwork();
// A promise that a parser has left behind says nothing that its result does not say as well.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', (error) => fail(error));

parentPort?.on('message', (message: MessageToThread) => {
  answer(message).catch((error: unknown) => fail(error));
});

async function answer(message: MessageToThread): Promise<void> {
  switch (message.type) {
    case 'open':
      await open(message.document);
      return answerNext();
    case 'next':
      return answerNext();
    case 'close':
      await batches?.close();
      batches = null;
      post({ type: 'closed' });
  }
}

async function open(order: DocumentOrder): Promise<void> {
  fileName = order.name;
  const read = await loadReader(order.format);
  const file = await openThreadFile(order, reportProgress);
  batches = new BlockBatches(read({ file, limits: order.limits, onProgress: reportProgress }));
}

async function answerNext(): Promise<void> {
  const blocks = (await batches?.next()) ?? null;
  if (blocks !== null) post({ type: 'blocks', blocks });
  else post({ type: 'end', facts: batches?.facts ?? { encoding: null, pages: null, title: null } });
}

function reportProgress(): void {
  const nowMs = performance.now();
  if (nowMs - lastProgressMs < progressIntervalMs) return;
  lastProgressMs = nowMs;
  post({ type: 'progress' });
}

/** What no reader foresaw is the fault of the document: the same code reads all others. */
function fail(error: unknown): void {
  const isSound = error instanceof LoamError;
  const failure = isSound ? error : documentMalformed(fileName, 'it cannot be made sense of', error);
  post({ type: 'failed', error: serializeError(failure), isSound });
}

function post(message: MessageFromThread): void {
  parentPort?.postMessage(message);
}
