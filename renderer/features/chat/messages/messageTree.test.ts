import { describe, expect, test } from 'vitest';
import { sampleAnswer, sampleMessage } from '../../../../test/helpers/renderer/sampleChat';
import { branchTo, withMessage } from './messageTree';

const question = sampleMessage('m1', null);
const firstAnswer = sampleAnswer('m2', 'm1');
const secondAnswer = sampleAnswer('m3', 'm1');
const followUp = sampleMessage('m4', 'm2');
const editedFollowUp = sampleMessage('m5', 'm2');
const lastAnswer = sampleAnswer('m6', 'm5');
const all = [question, firstAnswer, secondAnswer, followUp, editedFollowUp, lastAnswer];

function idsOf(branch: ReturnType<typeof branchTo>): string[] {
  return branch.map(({ message }) => message.id);
}

describe('branchTo', () => {
  test('leads from the first message down to the leaf', () => {
    expect(idsOf(branchTo(all, 'm6'))).toEqual(['m1', 'm2', 'm5', 'm6']);
  });

  test('ends at the leaf although more messages hang under it', () => {
    expect(idsOf(branchTo(all, 'm2'))).toEqual(['m1', 'm2']);
  });

  test('says of each message which of its versions it is', () => {
    expect(branchTo(all, 'm6').map(({ message: _message, ...siblings }) => siblings)).toEqual([
      { siblingIndex: 0, siblingCount: 1, previousSiblingId: null, nextSiblingId: null },
      { siblingIndex: 0, siblingCount: 2, previousSiblingId: null, nextSiblingId: 'm3' },
      { siblingIndex: 1, siblingCount: 2, previousSiblingId: 'm4', nextSiblingId: null },
      { siblingIndex: 0, siblingCount: 1, previousSiblingId: null, nextSiblingId: null },
    ]);
  });

  test('orders versions by their creation, not by their place in the list', () => {
    const branch = branchTo([secondAnswer, question, firstAnswer], 'm3');
    expect(branch[1]).toMatchObject({ siblingIndex: 1, previousSiblingId: 'm2' });
  });

  test('counts edited first questions as versions of one another', () => {
    const branch = branchTo([question, sampleMessage('m7', null)], 'm7');
    expect(branch).toHaveLength(1);
    expect(branch[0]).toMatchObject({ siblingIndex: 1, siblingCount: 2, previousSiblingId: 'm1' });
  });

  test('shows the newest branch while the leaf is not among the messages yet', () => {
    expect(idsOf(branchTo(all, 'm99'))).toEqual(['m1', 'm2', 'm5', 'm6']);
    expect(idsOf(branchTo(all, null))).toEqual(['m1', 'm2', 'm5', 'm6']);
  });

  test('is empty for a conversation without messages', () => {
    expect(branchTo([], null)).toEqual([]);
  });

  test('ends where a parent is missing', () => {
    expect(idsOf(branchTo([followUp], 'm4'))).toEqual(['m4']);
  });

  test('ends for a damaged tree that leads back to itself', () => {
    const a = sampleMessage('m1', 'm2');
    const b = sampleMessage('m2', 'm1');
    expect(idsOf(branchTo([a, b], 'm1'))).toEqual(['m2', 'm1']);
  });
});

describe('withMessage', () => {
  test('replaces a message in its place and keeps the others as they are', () => {
    const changed = { ...firstAnswer, text: 'changed' };
    const result = withMessage([question, firstAnswer, followUp], changed);
    expect(result).toEqual([question, changed, followUp]);
    expect(result[0]).toBe(question);
  });

  test('adds a new message at the end', () => {
    expect(withMessage([question], firstAnswer)).toEqual([question, firstAnswer]);
  });
});
