import { beforeEach, describe, expect, it } from 'vitest';
import { Ledger, recoveryViolations, tornTurns } from './ledger.mjs';

/**
 * @param {Partial<import('./pageChat.mjs').PageMessage>} changes
 * @returns {import('./pageChat.mjs').PageMessage}
 */
function question(changes = {}) {
  return {
    id: 'q',
    conversationId: 'c',
    parentId: null,
    role: 'user',
    text: 'Why?',
    status: 'complete',
    ...changes,
  };
}

/** @param {Partial<import('./pageChat.mjs').PageMessage>} changes */
function answer(changes = {}) {
  return question({ id: 'a', parentId: 'q', role: 'assistant', text: '', status: 'streaming', ...changes });
}

describe('Ledger', () => {
  /** @type {Ledger} */
  let ledger;

  beforeEach(() => {
    ledger = new Ledger();
    ledger.record({ type: 'started', kind: 'send', userMessage: question(), assistantMessage: answer() });
  });

  it('notices an acknowledged question or answer that is lost', () => {
    expect(ledger.violations([question(), answer()])).toEqual([]);
    expect(ledger.violations([answer()])).toHaveLength(1);
    expect(ledger.violations([question()])).toHaveLength(1);
  });

  it('notices a question with another text', () => {
    expect(ledger.violations([question({ text: 'Why not?' }), answer()])).toHaveLength(1);
  });

  it('holds a finished answer to its text and its status', () => {
    ledger.record({ type: 'ended', message: answer({ text: 'So.', status: 'complete' }) });
    expect(ledger.violations([question(), answer({ text: 'So.', status: 'complete' })])).toEqual([]);
    expect(ledger.violations([question(), answer({ text: 'So', status: 'complete' })])).toHaveLength(1);
    expect(ledger.violations([question(), answer({ text: 'So.', status: 'interrupted' })])).toHaveLength(1);
  });

  it('lets an unfinished answer be behind or ahead of what was seen, but not different', () => {
    ledger.record({ type: 'streamed', messageId: 'a', text: 'Because ' });
    ledger.record({ type: 'streamed', messageId: 'a', text: 'of the' });
    expect(ledger.violations([question(), answer({ text: 'Because' })])).toEqual([]);
    expect(ledger.violations([question(), answer({ text: 'Because of the rain' })])).toEqual([]);
    expect(ledger.violations([question(), answer({ text: 'Because, well' })])).toHaveLength(1);
  });

  it('lets a stopped answer grow once it was asked to go on, and never shrink', () => {
    ledger.record({ type: 'ended', message: answer({ text: 'Because', status: 'stopped' }) });
    ledger.record({ type: 'asking', kind: 'continue', conversationId: 'c', messageId: 'a' });
    expect(ledger.violations([question(), answer({ text: 'Because of', status: 'streaming' })])).toEqual([]);
    expect(ledger.violations([question(), answer({ text: 'Because', status: 'stopped' })])).toEqual([]);
    expect(ledger.violations([question(), answer({ text: 'Bec', status: 'interrupted' })])).toHaveLength(1);
  });

  it('takes a refusal that the chat itself provokes, and notices any other failure once', () => {
    ledger.record({ type: 'refused', code: 'conversation/busy', message: 'Wait.' });
    ledger.record({ type: 'refused', code: 'internal/unexpected', message: 'Something.' });
    const stored = [question(), answer()];
    expect(ledger.violations(stored)).toHaveLength(1);
    expect(ledger.violations(stored)).toEqual([]);
    expect([...ledger.refusals.keys()]).toEqual(['conversation/busy', 'internal/unexpected']);
  });

  it('holds an interrupted answer to what the restarted app said of it', () => {
    ledger.settle([question(), answer({ text: 'Because', status: 'interrupted' })]);
    expect(ledger.violations([question(), answer({ text: 'Because', status: 'interrupted' })])).toEqual([]);
    expect(ledger.violations([question(), answer({ text: '', status: 'interrupted' })])).toHaveLength(1);
  });
});

describe('tornTurns', () => {
  it('finds no fault with whole turns, also with siblings', () => {
    const next = question({ id: 'q2', parentId: 'a' });
    expect(
      tornTurns([question(), answer(), answer({ id: 'b' }), next, answer({ id: 'c', parentId: 'q2' })]),
    ).toEqual([]);
  });

  it('finds a question without an answer, an answer without a question, and roles out of turn', () => {
    expect(tornTurns([question()])).toHaveLength(1);
    expect(tornTurns([answer()])).toHaveLength(1);
    expect(tornTurns([answer({ parentId: null })])).toHaveLength(1);
    expect(tornTurns([question(), answer(), answer({ id: 'b', parentId: 'a' })])).toHaveLength(1);
    expect(tornTurns([question(), answer({ conversationId: 'other' })])).toHaveLength(1);
  });
});

describe('recoveryViolations', () => {
  it('wants what was being written interrupted and everything else as it was', () => {
    const before = [question(), answer({ text: 'Because' })];
    const marked = answer({ text: 'Because', status: 'interrupted' });
    expect(recoveryViolations(before, [question(), marked])).toEqual([]);
    expect(recoveryViolations(before, before)).toHaveLength(1);
    expect(recoveryViolations(before, [marked])).toHaveLength(1);
    expect(
      recoveryViolations(before, [question(), answer({ text: '', status: 'interrupted' })]),
    ).toHaveLength(1);
    expect(recoveryViolations([question()], [question({ status: 'interrupted' })])).toHaveLength(1);
  });
});
