import { describe, expect, it } from 'vitest';
import type { Machine } from '../../../preload/contract/fit';
import { type FitQuestion, judgeFit } from './judgeFit';

const smallMachine: Machine = {
  ramTotalBytes: 8e9,
  ramAvailableBytes: 5e9,
  physicalCores: 2,
  devices: [],
  vramTotalBytes: 0,
  vramFreeBytes: 0,
  diskFreeBytes: 50e9,
};
const bigMachine: Machine = {
  ramTotalBytes: 64e9,
  ramAvailableBytes: 50e9,
  physicalCores: 16,
  devices: ['Card'],
  vramTotalBytes: 24e9,
  vramFreeBytes: 22e9,
  diskFreeBytes: 500e9,
};

function judge(changes: Partial<FitQuestion> & { ramBytes?: number; vramBytes?: number }) {
  const { ramBytes = 0, vramBytes = 0, ...question } = changes;
  return judgeFit({
    needs: { ramBytes, vramBytes, contextSize: 4096 },
    basis: 'calculated',
    machine: smallMachine,
    fileBytes: 5e9,
    measuredBytesPerSecond: null,
    ...question,
  });
}

describe('on a small computer', () => {
  it('what has room fits', () => {
    expect(judge({ ramBytes: 1.2e9 })).toEqual({
      verdict: 'fits',
      reason: 'It takes 1.2 GB of the 5.0 GB of memory that are free now.',
      ramBytes: 1.2e9,
      vramBytes: 0,
      contextSize: 4096,
      tokensPerSecond: null,
      basis: 'calculated',
    });
  });

  it('what needs more than is free now may be slow', () => {
    expect(judge({ ramBytes: 5.8e9 })).toMatchObject({
      verdict: 'slow',
      reason: 'It needs 5.8 GB of memory, and only 5.0 GB are free now: close other programs first.',
    });
  });

  it('what the system leaves no room for is too large, even with everything closed', () => {
    expect(judge({ ramBytes: 6.5e9 })).toMatchObject({
      verdict: 'too-large',
      reason: "It needs 6.5 GB of memory, and of this computer's 8.0 GB a model can have 6.4 GB.",
    });
  });

  it('what would write more slowly than people read may be slow', () => {
    expect(judge({ ramBytes: 4.9e9, measuredBytesPerSecond: 12e9 })).toMatchObject({
      verdict: 'slow',
      tokensPerSecond: 2.4,
      reason: 'It would write about 1.8 words a second here, which is slower than most people read.',
    });
  });
});

describe('on a big computer', () => {
  it('what the card holds fits, with its speed', () => {
    expect(
      judge({
        machine: bigMachine,
        vramBytes: 6.3e9,
        ramBytes: 0.8e9,
        measuredBytesPerSecond: 200e9,
        basis: 'measured',
      }),
    ).toMatchObject({
      verdict: 'fits',
      basis: 'measured',
      tokensPerSecond: 40,
      reason:
        'It takes 6.3 GB of the 22.0 GB that are free on the graphics card and 800.0 MB of memory, and should write about 30 words a second.',
    });
  });

  it('what the card has no free room for now may be slow', () => {
    expect(judge({ machine: bigMachine, vramBytes: 23e9 })).toMatchObject({
      verdict: 'slow',
      reason: expect.stringContaining('only 22.0 GB are free now: close what else uses the card.'),
    });
  });

  it('what the card can never hold is too large', () => {
    expect(judge({ machine: bigMachine, vramBytes: 25e9 })).toMatchObject({
      verdict: 'too-large',
      reason: "It needs 25.0 GB of the graphics card's memory, and the card has 24.0 GB.",
    });
  });

  it('only two gigabytes are kept for the system', () => {
    expect(judge({ machine: bigMachine, ramBytes: 61.9e9 }).verdict).toBe('slow');
    expect(judge({ machine: bigMachine, ramBytes: 62.1e9 }).verdict).toBe('too-large');
  });
});
