import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../../preload/contract/conversations';
import { LoamError } from '../../../preload/contract/errors';
import type { GenerationPart, Turn } from '../../../preload/contract/generation';
import { emptyScope, type KnowledgeScope } from '../../../preload/contract/knowledge';
import { type LanguageModelRequest } from '../../../main/generation/languageModel';
import { RecordingLanguageModel, type Script } from '../../helpers/recordingLanguageModel';
import { SeededRandom } from '../../helpers/seededRandom';
import { openGroundedChats, type GroundedChats } from './openGroundedChats';

let chats: GroundedChats;
let model: RecordingLanguageModel;
let script: (request: LanguageModelRequest) => Script;

beforeEach(async () => {
  script = () => ({ pieces: ['It costs', ' 40 euros', ' [1].'] });
  await open(2000);
});

async function open(contextSize: number): Promise<void> {
  model = new RecordingLanguageModel((request) => script(request), { contextSize });
  chats = await openGroundedChats(model);
}

async function ask(conversationId: string, text: string, parentId: string | null = null) {
  return run(conversationId, { type: 'send', parentId, text });
}

async function run(
  conversationId: string,
  turn: Turn,
  onPart: (part: GenerationPart) => void = () => undefined,
) {
  const parts: GenerationPart[] = [];
  const started = chats.generation.start(conversationId, turn);
  const answer = await started.run((part) => {
    parts.push(part);
    onPart(part);
  });
  const phases = parts.flatMap((part) => (part.type === 'phase' ? [part.phase] : []));
  return { ...started, answer, parts, phases, grounding: answer.provenance?.grounding ?? null };
}

function conversationOn(scope: KnowledgeScope): string {
  return chats.conversations.create({ assistantId: null, modelId: null, scope }).id;
}

function lastPrompt(): string {
  return model.requests.at(-1)?.messages.at(-1)?.text ?? '';
}

function stored(message: Message): Message | undefined {
  return chats.conversations.messages(message.conversationId).find(({ id }) => id === message.id);
}

const topics = 'river oak harbour violin saddle glacier lantern copper meadow orchard bridge comet'.split(
  ' ',
);

/** A text of so many paragraphs, about a passage each and none like another. */
function manyParagraphs(count: number): string {
  const random = new SeededRandom(5);
  const sentence = (): string =>
    `The ${random.pick(topics)} near the ${random.pick(topics)} has ${random.below(1000)} ${random.pick(topics)}s.`;
  return Array.from({ length: count }, (_, index) =>
    [`Pump ${index} costs ${index + 40} euros.`, ...Array.from({ length: 12 }, sentence)].join(' '),
  ).join('\n\n');
}

it('without a scope a prompt is what it always was', async () => {
  const id = conversationOn(emptyScope);
  const { grounding, phases } = await ask(id, 'What does the pump cost?');
  expect(model.requests[0]?.messages).toEqual([{ role: 'user', text: 'What does the pump cost?' }]);
  expect(grounding).toBeNull();
  expect(phases).toEqual(['loading-model', 'reading']);
});

describe('a file that fits', () => {
  it('goes in whole, in numbered sections, without any search', async () => {
    const scope = await chats.addFile('pump.txt', 'The pump costs 40 euros.');
    const { answer, grounding, phases } = await ask(conversationOn(scope), 'What does it cost?');
    expect(lastPrompt()).toContain(
      '<passage number="1" document="pump.txt">\nThe pump costs 40 euros.\n</passage>',
    );
    expect(lastPrompt()).toContain('You see the whole of "pump.txt".');
    expect(answer.text).toBe('It costs 40 euros [1].');
    expect(grounding).toMatchObject({
      query: null,
      candidates: [],
      sent: [{ number: 1, documentName: 'pump.txt', startOffset: 0 }],
      documents: [{ name: 'pump.txt', seen: 'whole', passagesSeen: 1, passagesTotal: 1 }],
      isNothingRelevant: false,
      timings: null,
    });
    expect(stored(answer)?.provenance?.grounding).toEqual(grounding);
    expect(phases).not.toContain('searching');
  });

  it('counts in the use of the window', async () => {
    const scope = await chats.addFile('pump.txt', 'The pump costs 40 euros. '.repeat(20));
    const { parts, grounding } = await ask(conversationOn(scope), 'What does it cost?');
    const use = parts.find((part) => part.type === 'context-use');
    expect(use?.contextUse.usedTokens).toBeGreaterThan(grounding?.usedTokens ?? Infinity);
    expect(use?.contextUse.usedTokens).toBe(lastPrompt().split(/\s+/u).length + 4);
  });

  it('is searched once it no longer fits, and the prompt says that only parts are seen', async () => {
    const scope = await chats.addFile('pumps.txt', manyParagraphs(30));
    const { grounding, phases } = await ask(
      conversationOn(scope),
      'How many pumps are in the list of euros?',
    );
    expect(phases).toContain('searching');
    const [document] = grounding?.documents ?? [];
    expect(document).toMatchObject({ name: 'pumps.txt', seen: 'parts' });
    expect(document?.passagesSeen).toBeGreaterThan(0);
    expect(document?.passagesSeen).toBeLessThan(document?.passagesTotal ?? 0);
    expect(lastPrompt()).toContain(
      `${document?.passagesSeen} of ${document?.passagesTotal} passages of "pumps.txt"`,
    );
    expect(grounding?.usedTokens).toBeLessThanOrEqual(grounding?.budgetTokens ?? 0);
  });
});

describe('a question about a whole document that does not fit', () => {
  it('is answered from passages of all its parts, and the prompt says that they are parts', async () => {
    const scope = await chats.addFile('pumps.txt', manyParagraphs(30));
    const { grounding } = await ask(conversationOn(scope), 'Please summarize this document');
    const [document] = grounding?.documents ?? [];
    expect(document).toMatchObject({ seen: 'parts', passagesSeen: grounding?.sent.length });
    const ordinals = grounding?.sent.map(({ fromOrdinal }) => fromOrdinal) ?? [];
    expect(ordinals[0]).toBe(0);
    expect(ordinals.at(-1)).toBe((document?.passagesTotal ?? 0) - 1);
    expect(ordinals.length).toBeGreaterThan(2);
    expect(lastPrompt()).toContain('You see only parts');
    expect(chats.queries).toEqual([]);
  });
});

describe('a follow-up question', () => {
  const rewritten = 'How much does pump 7 cost?';

  async function followUp(said: string, question = 'And how much does it cost?') {
    const id = conversationOn(await chats.addFile('pumps.txt', manyParagraphs(30)));
    script = () => ({ pieces: ['Pump 7 is green [1].'] });
    const { answer } = await ask(id, 'Which pump is green, pump 7 or pump 9?');
    script = ({ messages }) =>
      messages.at(-1)?.text.startsWith('Rewrite') === true
        ? { pieces: [said] }
        : { pieces: ['47 euros [1].'] };
    return { id, first: answer, ...(await ask(id, question, answer.id)) };
  }

  it('is rewritten by the model from the conversation and searched like that', async () => {
    const { grounding, phases } = await followUp(rewritten);
    expect(grounding).toMatchObject({ query: rewritten, queryOrigin: 'rewritten' });
    expect(phases).toEqual(['loading-model', 'rewriting-question', 'searching', 'reading']);
    expect(lastPrompt()).toContain('Question: And how much does it cost?');
  });

  it('is asked for at the end of the conversation as the model has it in memory', async () => {
    await followUp(rewritten);
    const [, rewriting, answering] = model.requests;
    expect(rewriting?.messages.slice(0, -1)).toEqual(answering?.messages.slice(0, -1));
    expect(rewriting?.sampling).toMatchObject({ temperature: 0, maxTokens: 64 });
  });

  it('is searched with the question before it when the rewriting is no good', async () => {
    const { grounding } = await followUp('It costs 47 euros, of course.');
    expect(grounding).toMatchObject({
      query: 'Which pump is green, pump 7 or pump 9? And how much does it cost?',
      queryOrigin: 'combined',
    });
  });

  it('that stands alone is searched as it was asked, without asking the model', async () => {
    const { grounding, phases } = await followUp(rewritten, 'How much does pump 12 cost in euros?');
    expect(grounding).toMatchObject({
      query: 'How much does pump 12 cost in euros?',
      queryOrigin: 'as-asked',
    });
    expect(phases).not.toContain('rewriting-question');
    expect(model.requests).toHaveLength(2);
  });

  it('comes without the passages of the questions before it, and without what was cited of them', async () => {
    await followUp(rewritten);
    const [question, answer] = model.requests.at(-1)?.messages ?? [];
    expect(question?.text).toBe('Which pump is green, pump 7 or pump 9?');
    expect(answer?.text).toBe('Pump 7 is green.');
    expect(model.requests[1]?.messages[1]?.text).toBe('Pump 7 is green.');
  });
});

describe('an answer from documents', () => {
  it('loses citations of passages that do not exist, in the stream too, and says which', async () => {
    const scope = await chats.addFile('pump.txt', 'The pump costs 40 euros.');
    script = () => ({ pieces: ['40 euros', ' [', '1', ', 7', '].', ' Really', ' [', '9]', '.'] });
    const { answer, parts, grounding } = await ask(conversationOn(scope), 'What does it cost?');
    expect(answer.text).toBe('40 euros [1]. Really.');
    expect(parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : [])).join('')).toBe(
      answer.text,
    );
    expect(grounding?.removedCitations).toEqual([7, 9]);
    expect(stored(answer)?.provenance?.grounding?.removedCitations).toEqual([7, 9]);
  });

  it('that is about nothing in the documents is told so', async () => {
    const scope = await chats.addFile('pumps.txt', manyParagraphs(30));
    script = () => ({ pieces: ['I found nothing', ' [1].'] });
    const { answer, grounding } = await ask(conversationOn(scope), 'Wer regiert Portugal heutzutage?');
    expect(grounding).toMatchObject({ isNothingRelevant: true, sent: [] });
    expect(lastPrompt()).toMatch(/nothing in them is close to the question/);
    expect(answer.text).toBe('I found nothing.');
  });

  it('that is stopped keeps what it was given to read', async () => {
    const scope = await chats.addFile('pump.txt', 'The pump costs 40 euros.');
    const id = conversationOn(scope);
    script = () => ({ pieces: ['It costs', ' forty', ' euros'], delayMs: 5 });
    const { answer } = await run(id, { type: 'send', parentId: null, text: 'What does it cost?' }, (part) => {
      if (part.type === 'text-delta') chats.generation.cancel(id);
    });
    expect(stored(answer)).toMatchObject({ status: 'stopped', text: 'It costs' });
    expect(stored(answer)?.provenance?.grounding?.sent).toHaveLength(1);
  });

  it('that is carried on reads the same passages again; asked for once more, it searches again', async () => {
    const id = conversationOn(await chats.addFile('pumps.txt', manyParagraphs(30)));
    script = () => ({
      pieces: ['Half [1]'],
      failure: new LoamError('worker/crashed', 'The model process ended.'),
    });
    const { answer, grounding } = await ask(id, 'How much does pump 7 cost in euros?');
    expect(answer.status).toBe('interrupted');
    const searched = chats.queries.length;
    script = () => ({ pieces: [' an answer [1].'] });
    const continued = await run(id, { type: 'continue', messageId: answer.id });
    expect(continued.answer).toMatchObject({ text: 'Half [1] an answer [1].', status: 'complete' });
    expect(continued.grounding?.sent).toEqual(grounding?.sent);
    expect(model.requests[1]?.messages[0]).toEqual(model.requests[0]?.messages[0]);
    expect(model.requests[1]?.messages[1]?.text).toBe('Half [1]');
    expect(chats.queries).toHaveLength(searched);
    const again = await run(id, { type: 'regenerate', messageId: answer.id });
    expect(chats.queries).toHaveLength(searched + 1);
    expect(again.grounding?.sent).toEqual(grounding?.sent);
  });

  it('fails with the reason when the search is impossible, and the model is not asked', async () => {
    const id = conversationOn(await chats.addFile('pumps.txt', manyParagraphs(30)));
    await ask(id, 'How much does pump 7 cost in euros?');
    const asked = model.requests.length;
    vi.spyOn(chats.searchIndex, 'search').mockRejectedValue(
      new LoamError('index/building', 'The search index is being made.'),
    );
    const { answer } = await ask(id, 'How much does pump 9 cost in euros?');
    expect(answer).toMatchObject({ status: 'failed', text: '', error: { code: 'index/building' } });
    expect(model.requests).toHaveLength(asked);
  });

  it('says what to do when message and passages do not fit together', async () => {
    const id = conversationOn(await chats.addFile('pumps.txt', manyParagraphs(30)));
    const { answer } = await ask(id, 'word '.repeat(1480));
    expect(answer).toMatchObject({ status: 'failed', error: { code: 'generation/prompt-too-long' } });
    expect(answer.error?.message).toMatch(/raise the context size in Settings/);
  });

  it.each([400, 700, 1000, 4000])('fits a window of %i tokens, turn after turn', async (contextSize) => {
    await open(contextSize);
    const id = conversationOn(await chats.addFile('pumps.txt', manyParagraphs(30)));
    let parentId: string | null = null;
    for (let turn = 0; turn < 5; turn += 1) {
      const { answer, parts, grounding } = await ask(
        id,
        `How much does pump ${turn} cost in euros?`,
        parentId,
      );
      expect(answer.status).toBe('complete');
      expect(grounding?.sent.length).toBeGreaterThan(0);
      const use = parts.find((part) => part.type === 'context-use')?.contextUse;
      expect((use?.usedTokens ?? Infinity) + (use?.reservedTokens ?? 0)).toBeLessThanOrEqual(contextSize);
      parentId = answer.id;
    }
  });
});
