import type { FileConversation, FileMessage } from '../../main/conversations/conversationFile';
import type { SerializedError } from '../../preload/contract/errors';
import type { Provenance } from '../../preload/contract/conversations';
import { emptyScope } from '../../preload/contract/knowledge';
import { defaultSampling, type Sampling } from '../../preload/contract/sampling';
import type { SeededRandom } from './seededRandom';
import { testProvenance } from './testConversations';

const fragments = [
  'loam',
  'Sand und Ton ',
  '土壤',
  'مرحبا بالعالم',
  '👩🏽‍🌾',
  'e\u0301',
  '\n\n```ts\nlet a = "b";\n```\n',
  '$\\frac{1}{2}$',
  '<script>alert(1)</script>',
  '{{topic}} <|im_start|>',
  '\u2028\u2029\u0007',
  '"; DROP TABLE messages; --',
  '\\u0000 \\" \\',
  ' ',
];

function text(random: SeededRandom, most: number): string {
  return Array.from({ length: random.below(most + 1) }, () => random.pick(fragments)).join('');
}

function time(random: SeededRandom): number {
  return random.below(4_000_000_000_000);
}

function sampling(random: SeededRandom): Sampling {
  if (random.chance(0.5)) return defaultSampling;
  return {
    temperature: random.next() * 2,
    topP: 1 - random.next(),
    topK: random.below(501),
    minP: random.next(),
    repeatPenalty: 1 + random.next(),
    maxTokens: random.chance(0.5) ? null : 1 + random.below(131_072),
    seed: random.chance(0.5) ? null : random.below(4_294_967_296),
  };
}

function provenance(random: SeededRandom, earlierIds: readonly string[]): Provenance {
  return testProvenance({
    modelName: text(random, 3),
    modelSha256: random.chance(0.3) ? null : 'f'.repeat(64),
    systemPrompt: text(random, 4),
    sampling: sampling(random),
    seed: random.below(4_294_967_296),
    timeToFirstTokenMs: random.chance(0.2) ? null : random.next() * 1e4,
    tokensPerSecond: random.chance(0.2) ? null : random.next() * 100,
    durationMs: random.next() * 1e6,
    memoryStartsAtMessageId: random.chance(0.7) ? null : random.pick(earlierIds),
    stopReason: random.pick(['end', 'limit', 'window', 'cancelled', 'error']),
  });
}

const failure: SerializedError = {
  code: 'worker/crashed',
  message: 'It ended. "Try again."',
  retryable: true,
};

function message(
  random: SeededRandom,
  known: { id: string; sequence: number; earlier: readonly FileMessage[] },
): FileMessage {
  const { id, sequence, earlier } = known;
  const parent = earlier.length === 0 || random.chance(0.1) ? null : random.pick(earlier);
  const role = parent?.role === 'user' ? 'assistant' : 'user';
  const status =
    role === 'user' ? 'complete' : random.pick(['complete', 'stopped', 'interrupted', 'failed'] as const);
  return {
    id,
    parentId: parent?.id ?? null,
    sequence,
    role,
    text: text(random, 12),
    status,
    error: status === 'failed' ? failure : null,
    createdAt: time(random),
    provenance:
      role === 'user' || random.chance(0.1)
        ? null
        : provenance(
            random,
            earlier.map((each) => each.id),
          ),
  };
}

/**
 * Conversations with random trees of up to `mostMessages` messages, whose messages are interleaved in time. Anything
 * that Loam can store occurs in them.
 */
export function randomConversations(
  random: SeededRandom,
  {
    count,
    mostMessages,
    assistantIds,
  }: { count: number; mostMessages: number; assistantIds: readonly string[] },
): FileConversation[] {
  return Array.from({ length: count }, (_none, index): FileConversation => {
    const messages: FileMessage[] = [];
    for (let place = random.below(mostMessages + 1); place > 0; place -= 1) {
      const at = messages.length;
      messages.push(
        message(random, { id: `m-${index}-${at}`, sequence: at * count + index, earlier: messages }),
      );
    }
    return {
      id: `c-${index}`,
      title: `Title ${text(random, 2)}`,
      titleOrigin: random.pick(['automatic', 'user']),
      pinnedAt: random.chance(0.2) ? time(random) : null,
      createdAt: time(random),
      updatedAt: time(random),
      assistantId: random.chance(0.3) ? random.pick(assistantIds) : null,
      systemPrompt: text(random, 5),
      modelId: random.chance(0.3) ? 'linked-model' : null,
      adapters: random.chance(0.2) ? [{ adapterId: 'an-adapter', scale: random.below(5) / 4 }] : [],
      scope: random.chance(0.2)
        ? { collectionIds: ['a-collection'], sourceIds: [], documentIds: ['a-document'] }
        : emptyScope,
      sampling: sampling(random),
      activeLeafId: messages.length === 0 ? null : random.pick(messages).id,
      messages,
    };
  });
}
