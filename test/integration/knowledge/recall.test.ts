import { expect, it, onTestFinished } from 'vitest';
import { RecallService } from '../../../main/knowledge/recall/recallService';
import { silentLogger } from '../../../main/log/logger';
import { emptyScope } from '../../../preload/contract/knowledge';
import { type MovableTimers, movableTimers, settle } from '../../helpers/movableTimers';
import { openTestServices } from '../../helpers/testServices';

const minuteMs = 60_000;

/** On a real database; the searches are only counted. */
async function openRecall(): Promise<{ recall: RecallService; timers: MovableTimers; asked: string[] }> {
  const services = await openTestServices();
  const timers = movableTimers(services.clock);
  const asked: string[] = [];
  const timings = { embedMs: 0, vectorMs: 0, fullTextMs: 0, rerankMs: null, totalMs: 0 };
  const recall = new RecallService({
    ...services,
    timers,
    logger: silentLogger,
    document: (id) => ({ id, name: 'bread.txt' }),
    retrieval: {
      search: (query) => {
        asked.push(query);
        return Promise.resolve({ passages: [], isNothingRelevant: true, timings, embedderId: 'starter' });
      },
    },
  });
  onTestFinished(() => recall.dispose());
  return { recall, timers, asked };
}

const question = { question: 'How is bread baked?', scope: emptyScope, expectedText: '' };

it('asks again after indexing at most every five minutes, and once for all that came in between', async () => {
  const { recall, timers, asked } = await openRecall();
  recall.saveQuestion({ ...question, expectedDocumentId: 'bread' });
  await recall.runAfterIndexing();
  for (let saved = 0; saved < 10; saved += 1) {
    await recall.runAfterIndexing();
    await timers.advance(minuteMs / 4);
  }
  expect(asked).toHaveLength(1);
  await timers.advance(3 * minuteMs);
  expect(asked).toHaveLength(2);
  expect(recall.runs().map(({ trigger }) => trigger)).toEqual(['after-indexing', 'after-indexing']);
  await timers.advance(60 * minuteMs);
  expect(asked).toHaveLength(2);
  await recall.runAfterIndexing();
  expect(asked).toHaveLength(3);
});

it('does not make the user wait between runs of their own', async () => {
  const { recall, asked } = await openRecall();
  recall.saveQuestion({ ...question, expectedDocumentId: 'bread' });
  await recall.runAfterIndexing();
  await recall.run('user');
  await recall.run('user');
  expect(asked).toHaveLength(3);
});

it('asks nothing any more once it is disposed', async () => {
  const { recall, timers, asked } = await openRecall();
  recall.saveQuestion({ ...question, expectedDocumentId: 'bread' });
  await recall.runAfterIndexing();
  await recall.runAfterIndexing();
  await recall.dispose();
  await timers.advance(60 * minuteMs);
  await settle();
  expect(asked).toHaveLength(1);
  expect(timers.pendingCount).toBe(0);
});

it('keeps questions of the same moment in the order they were saved in', async () => {
  const { recall } = await openRecall();
  const names = Array.from({ length: 12 }, (_, n) => `Question ${n}`);
  for (const name of names) recall.saveQuestion({ ...question, question: name, expectedDocumentId: 'bread' });
  expect(recall.questions().map((saved) => saved.question)).toEqual(names);
});
