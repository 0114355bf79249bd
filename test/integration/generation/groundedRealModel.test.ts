import { expect, it } from 'vitest';
import { openGroundedChats } from './openGroundedChats';

const pumps = [
  'The River pump costs 90 euros and is made for deep wells.',
  'Its motor is cooled by the water that flows around it, so it must never run dry.',
];
const office = [
  'The office in Lisbon opens at nine in the morning and closes at five.',
  'On Fridays everybody may leave at three, and visitors have to sign in at the desk.',
];

it('the starter model answers from the right one of two files, and keeps the conversation in memory', async () => {
  const chats = await openGroundedChats();
  await chats.addFile('pumps.md', `# Pumps\n\n${pumps.join('\n\n')}`);
  await chats.addFile('office.md', `# Office\n\n${office.join('\n\n')}`);
  const collectionIds = chats.knowledge.listCollections().map(({ id }) => id);
  await chats.knowledge.whenSearchable(
    chats.knowledge.listDocuments({ offset: 0, limit: 10 }).items.map(({ id }) => id),
    new AbortController().signal,
  );
  const { id } = chats.conversations.create({
    assistantId: null,
    modelId: null,
    scope: { collectionIds, sourceIds: [], documentIds: [] },
  });
  const { sampling } = chats.conversations.get(id);
  chats.conversations.update(id, {
    systemPrompt: `You answer questions about a company. ${'Be polite, brief and exact. '.repeat(20)}`,
    sampling: { ...sampling, temperature: 0, maxTokens: 40 },
  });
  let parentId: string | null = null;
  const ask = async (text: string) => {
    const { run } = chats.generation.start(id, { type: 'send', parentId, text });
    const answer = await run(() => undefined);
    parentId = answer.id;
    expect(answer).toMatchObject({ status: 'complete', error: null });
    return answer.provenance;
  };

  const first = await ask('How much does the River pump cost?');
  expect(first?.grounding).toMatchObject({ queryOrigin: 'as-asked', isNothingRelevant: false });
  expect(first?.grounding?.candidates[0]).toMatchObject({ documentName: 'pumps.md', outcome: 'sent' });
  expect(first?.grounding?.sent.some(({ text }) => text.includes('90 euros'))).toBe(true);

  await chats.generation.warm(id);
  const second = await ask('When does the office in Lisbon close?');
  expect(second?.grounding?.candidates[0]?.documentName).toBe('office.md');
  const reused = (second?.promptTokens ?? 0) - (second?.evaluatedTokens ?? 0);
  // The system prompt and the first turn, which are in memory; the passages and the question are not.
  expect(reused).toBeGreaterThan(150);
  expect(second?.evaluatedTokens).toBeLessThan(second?.promptTokens ?? 0);

  const third = await ask('And on Fridays?');
  expect(third?.grounding?.queryOrigin).not.toBe('as-asked');
  expect(third?.grounding?.candidates[0]?.documentName).toBe('office.md');
  const stillReused = (third?.promptTokens ?? 0) - (third?.evaluatedTokens ?? 0);
  expect(stillReused).toBeGreaterThan(150);
}, 120_000);
