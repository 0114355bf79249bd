import { describe, expect, it } from 'vitest';
import { sampleAdapter, usedAdapter } from '../../../../test/helpers/renderer/sampleAdapters';
import { sampleConversation, sampleProvenance } from '../../../../test/helpers/renderer/sampleChat';
import { chatAdaptersOf, chosenInWords, toggledChoice, withoutProblems, withScale } from './chatAdapters';
import { proposalFor } from './proposalFor';

const pirate = sampleAdapter();
const teacher = sampleAdapter({ id: 'teacher', name: 'Teacher' });
const on = { adapterId: 'pirate', scale: 0.8 };
const refusal = { code: 'adapter/wrong-base', message: 'Made for qwen3.', retryable: false } as const;

describe('the adapters of a chat', () => {
  it('are what is on, with what it is', () => {
    const { chosen } = chatAdaptersOf({ choices: [on], adapters: [pirate, teacher], verdicts: [] });
    expect(chosen).toEqual([{ choice: on, adapter: pirate, problem: null }]);
  });

  it.each([
    ['does not fit the model', [pirate], 'Made for qwen3.'],
    ['was deleted', [], 'It was deleted. Answers that were given with it stay.'],
    [
      'has lost its file',
      [{ ...pirate, isPresent: false }],
      'Its file is gone. Add it again on the adapters screen.',
    ],
  ])('have a problem where one %s', (_words, adapters, problem) => {
    const verdicts = [{ adapterId: 'pirate', refusal }];
    expect(chatAdaptersOf({ choices: [on], adapters, verdicts }).chosen[0]?.problem).toBe(problem);
  });

  it('have none while nothing is known yet', () => {
    expect(chatAdaptersOf({ choices: [on], adapters: undefined, verdicts: undefined }).chosen).toEqual([
      { choice: on, adapter: undefined, problem: null },
    ]);
  });

  it('are offered with those that work here first', () => {
    const { offered } = chatAdaptersOf({
      choices: [],
      adapters: [pirate, teacher],
      verdicts: [{ adapterId: 'pirate', refusal }],
    });
    expect(offered).toEqual([
      { adapter: teacher, refusal: null },
      { adapter: pirate, refusal: 'Made for qwen3.' },
    ]);
  });

  it('leave archived ones out, unless one is on', () => {
    const adapters = [{ ...pirate, archivedAt: 1 }];
    expect(chatAdaptersOf({ choices: [], adapters, verdicts: [] }).offered).toEqual([]);
    expect(chatAdaptersOf({ choices: [on], adapters, verdicts: [] }).offered).toHaveLength(1);
  });
});

describe('the chip', () => {
  const chosen = (choices: { adapterId: string; scale: number }[]) =>
    chosenInWords(chatAdaptersOf({ choices, adapters: [pirate, teacher], verdicts: [] }).chosen);

  it('says which adapter is on and how strongly, or how many', () => {
    expect(chosen([])).toBe('No adapter');
    expect(chosen([on])).toBe('Pirate v1 × 0.8');
    expect(chosen([on, { adapterId: 'teacher', scale: 1 }])).toBe('2 adapters');
    expect(chosen([{ adapterId: 'gone', scale: 1 }])).toBe('Deleted adapter');
  });
});

describe('choices', () => {
  it('are switched on at full scale, and off', () => {
    expect(toggledChoice([on], 'teacher')).toEqual([on, { adapterId: 'teacher', scale: 1 }]);
    expect(toggledChoice([on], 'pirate')).toEqual([]);
  });

  it('keep their place when their scale changes', () => {
    expect(withScale([on, { adapterId: 'teacher', scale: 1 }], 'pirate', 0.3)).toEqual([
      { adapterId: 'pirate', scale: 0.3 },
      { adapterId: 'teacher', scale: 1 },
    ]);
  });

  it('lose only those with a problem', () => {
    const choices = [on, { adapterId: 'teacher', scale: 1 }];
    const { chosen } = chatAdaptersOf({ choices, adapters: [teacher], verdicts: [] });
    expect(withoutProblems(chosen)).toEqual([{ adapterId: 'teacher', scale: 1 }]);
  });
});

describe('what an answer’s “Compare…” proposes', () => {
  const answer = { provenance: sampleProvenance({ adapters: [usedAdapter(0.5)] }) };

  it('is its question to the chat’s model without and with the chat’s adapters', () => {
    const chat = sampleConversation({ adapters: [on], systemPrompt: 'Be brief.' });
    expect(proposalFor('Who?', chat, answer)).toMatchObject({
      question: 'Who?',
      systemPrompt: 'Be brief.',
      setups: [
        { modelId: 'starter', adapters: [] },
        { modelId: 'starter', adapters: [on] },
      ],
    });
  });

  it('takes the adapters of the answer where the chat has none any more', () => {
    expect(proposalFor('Who?', sampleConversation(), answer).setups[1]).toEqual({
      modelId: 'starter',
      adapters: [{ adapterId: 'pirate', scale: 0.5 }],
    });
  });
});
