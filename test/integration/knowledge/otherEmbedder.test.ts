import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';

import { otherEmbedder } from '../../helpers/otherEmbedder';
import { temporaryCore } from '../../helpers/temporaryCore';
import { folderOf } from './openKnowledge';

it('reads documents anew, into shorter passages, once an embedder that reads less of a text serves', async () => {
  const long = Array.from(
    { length: 60 },
    (_, n) => `This sentence is about the number ${n} and its friends.`,
  );
  const folder = folderOf({ 'long.txt': long.join(' '), 'short.txt': 'The otter swims in the river.' });
  const { core, dispose } = await temporaryCore();
  onTestFinished(() => dispose());
  const { knowledge, retrievalModels, searchIndex } = core;
  await knowledge.sources.add(undefined, [folder]);
  const done = (): number => knowledge.listSources()[0]?.documents.done ?? 0;
  while (done() !== 2) await sleep(50);
  const longest = (): number => {
    const { items } = knowledge.listDocuments({ name: 'long', offset: 0, limit: 1 });
    const tokens = knowledge.neighbours(items[0]?.id ?? '', 0, 100).map((passage) => passage.tokens);
    return Math.max(...tokens);
  };
  expect(longest()).toBeGreaterThan(128);
  const added = await retrievalModels.add(otherEmbedder());
  searchIndex.useEmbedder(added.id);
  while (searchIndex.status().embedderId !== added.id) await sleep(50);
  while (done() !== 2) await sleep(50);
  expect(longest()).toBeLessThanOrEqual(128);
});
