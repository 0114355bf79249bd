import { describe, expect, it } from 'vitest';
import { sampleAdapter } from '../../../../test/helpers/renderer/sampleAdapters';
import { sampleModel } from '../../../../test/helpers/renderer/sampleChat';
import { groupAdapters } from './adapterGroups';
import { adapterAtScale, inUseWarning, targetsInWords, usesInWords } from './adapterWords';
import { fitOf } from './compatibility';

describe('an adapter in words', () => {
  it('is named with its version and its scale', () => {
    expect(adapterAtScale({ name: 'Pirate', version: 2, scale: 0.8 })).toBe('Pirate v2 × 0.8');
    expect(adapterAtScale({ name: 'Pirate', version: 1, scale: 1 })).toBe('Pirate v1 × 1');
    expect(adapterAtScale({ name: 'Pirate', version: 1, scale: 0.1 + 0.2 })).toBe('Pirate v1 × 0.3');
  });

  it('tells how often it was used, and when last', () => {
    expect(usesInWords({ useCount: 0, lastUsedAt: null })).toBe('Not used yet');
    expect(usesInWords({ useCount: 1, lastUsedAt: Date.now() })).toBe('1 answer · today');
    expect(usesInWords({ useCount: 1200, lastUsedAt: Date.now() })).toBe('1,200 answers · today');
  });

  it('warns that answers stay when it is deleted', () => {
    expect(inUseWarning(12)).toMatch(/^12 answers were given with it\. They stay as they are, but cannot/);
    expect(inUseWarning(1)).toMatch(/^1 answer was given with it\. It stays as it is, but cannot/);
  });

  it('sorts what it changes into kinds that people know', () => {
    expect(targetsInWords(['attn_q', 'ffn_up', 'attn_v', 'token_embd'])).toBe(
      'attention (attn_q, attn_v); feed-forward (ffn_up); vocabulary (token_embd)',
    );
    expect(targetsInWords([])).toBe('not stated');
  });
});

describe('groups', () => {
  it('put the versions of one name together, the newest first, and archived ones apart', () => {
    const newest = sampleAdapter({ id: 'p3', version: 3 });
    const archived = sampleAdapter({ id: 'p2', version: 2, archivedAt: 1 });
    const oldest = sampleAdapter({ id: 'p1', version: 1 });
    const teacher = sampleAdapter({ id: 't1', name: 'Teacher' });
    expect(groupAdapters([newest, archived, oldest, teacher])).toEqual({
      groups: [
        { name: 'Pirate', newest, older: [oldest] },
        { name: 'Teacher', newest: teacher, older: [] },
      ],
      archived: [archived],
    });
  });
});

describe('the models of an adapter', () => {
  const other = { ...sampleModel, id: 'other', name: 'Other' };
  const refusal = { code: 'adapter/wrong-base', message: 'It is made for llama.', retryable: false } as const;

  it('are told apart into those it works with and those it does not, with the reason', () => {
    const compatibilities = [
      { modelId: 'starter', verdicts: [{ adapterId: 'pirate', refusal: null }] },
      { modelId: 'other', verdicts: [{ adapterId: 'pirate', refusal }] },
    ];
    expect(fitOf('pirate', compatibilities, [sampleModel, other])).toEqual({
      works: [sampleModel],
      refused: [{ model: other, reason: 'It is made for llama.' }],
    });
  });

  it('that nothing is known of yet are neither', () => {
    expect(fitOf('pirate', [{ modelId: 'gone', verdicts: [] }], [sampleModel])).toEqual({
      works: [],
      refused: [],
    });
  });
});
