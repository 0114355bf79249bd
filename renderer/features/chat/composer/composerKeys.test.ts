import { describe, expect, test } from 'vitest';
import { isSendKey, type ComposerKey } from './composerKeys';

function key(changes: Partial<ComposerKey>): ComposerKey {
  return {
    key: 'Enter',
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    ...changes,
  };
}

describe('when Enter sends', () => {
  test('Enter sends and Shift+Enter does not', () => {
    expect(isSendKey(key({}), true)).toBe(true);
    expect(isSendKey(key({ shiftKey: true }), true)).toBe(false);
  });
});

describe('when Enter starts a new line', () => {
  test('only Ctrl+Enter and Cmd+Enter send', () => {
    expect(isSendKey(key({}), false)).toBe(false);
    expect(isSendKey(key({ ctrlKey: true }), false)).toBe(true);
    expect(isSendKey(key({ metaKey: true }), false)).toBe(true);
  });
});

test('the Enter that accepts a character of an input method never sends', () => {
  expect(isSendKey(key({ isComposing: true }), true)).toBe(false);
});

test('the shortcut for another answer (Ctrl+Shift+Enter) does not send', () => {
  expect(isSendKey(key({ ctrlKey: true, shiftKey: true }), true)).toBe(false);
});

test('other keys never send', () => {
  expect(isSendKey(key({ key: 'a', ctrlKey: true }), true)).toBe(false);
});
