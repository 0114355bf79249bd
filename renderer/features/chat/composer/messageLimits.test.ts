import { expect, test } from 'vitest';
import { lengthNotice, longestMessage } from './messageLimits';

test('says nothing about a text that fits', () => {
  expect(lengthNotice('x'.repeat(4 * 4096), 4096)).toBeNull();
});

test('warns of a text that is longer than the window, but lets it be sent', () => {
  const notice = lengthNotice('x'.repeat(100_000), 4096);
  expect(notice).toMatchObject({ isBlocking: false });
  expect(notice?.text).toContain('about 25,000 tokens');
});

test('does not guess while the window is unknown', () => {
  expect(lengthNotice('x'.repeat(100_000), null)).toBeNull();
});

test('holds back a text that no message can hold, and says by how much', () => {
  const notice = lengthNotice('x'.repeat(longestMessage + 1), null);
  expect(notice).toMatchObject({ isBlocking: true });
  expect(notice?.text).toContain('1,000,001 characters');
  expect(lengthNotice('x'.repeat(longestMessage), null)).toBeNull();
});
