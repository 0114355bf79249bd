import { describe, expect, it } from 'vitest';
import { safeLinkUrl } from './linkUrl';

describe('safeLinkUrl', () => {
  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
    // What looks like another site is shown as what it is.
    ['https://bank.example@evil.example/', 'https://bank.example@evil.example/'],
    ['https://еxample.com', 'https://xn--xample-2of.com/'],
  ])('lets %j through in its normal form', (address, url) => {
    expect(safeLinkUrl(address)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'app://loam/index.html',
    'ftp://example.com',
    '//example.com',
    '/path',
    '#top',
    '',
    'https://',
  ])('refuses %j', (address) => {
    expect(safeLinkUrl(address)).toBeNull();
  });
});
