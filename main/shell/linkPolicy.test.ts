import { describe, expect, it } from 'vitest';
import { LoamError } from '../../preload/contract/errors';
import { createLinkOpener } from './linkOpener';
import { checkedLink } from './linkPolicy';

const refused = [
  'file:///etc/passwd',
  'FILE:///etc/passwd',
  'smb://server/share',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'ms-msdt:/id',
  'ms-officecmd:{}',
  'search-ms:query=x',
  'ssh://host',
  'tel:123',
  'loam://app/index.html',
  'about:blank',
  'https://user:password@example.com/',
  'https://user@example.com/',
  'https://good.example@evil.example/',
  '//example.com',
  'example.com',
  '',
  `https://example.com/${'a'.repeat(5000)}`,
  `https://example.com/${'\u202e'.repeat(1000)}`,
];

describe('link policy', () => {
  it('lets http, https and mailto through as the address that will really open', () => {
    expect(checkedLink('https://example.com/a b?q=1#c')).toBe('https://example.com/a%20b?q=1#c');
    expect(checkedLink('HTTP://EXAMPLE.com')).toBe('http://example.com/');
    expect(checkedLink('mailto:someone@example.com')).toBe('mailto:someone@example.com');
  });

  it('shows a look-alike name by its real letters', () => {
    expect(checkedLink('https://ex\u0430mple.com/')).toBe('https://xn--exmple-4nf.com/');
    expect(checkedLink('https://example.com/\u202egpj.exe')).toBe('https://example.com/%E2%80%AEgpj.exe');
  });

  it.each(refused)('refuses %j', (url) => {
    expect(() => checkedLink(url)).toThrow(expect.objectContaining({ code: 'link/refused' }));
  });
});

describe('link opener', () => {
  function record(answer: boolean) {
    const calls: string[] = [];
    const openLink = createLinkOpener({
      confirm: (address) => {
        calls.push(`confirm ${address}`);
        return Promise.resolve(answer);
      },
      open: (address) => {
        calls.push(`open ${address}`);
        return Promise.resolve();
      },
    });
    return { calls, openLink };
  }

  it('opens exactly the address that was confirmed', async () => {
    const { calls, openLink } = record(true);
    expect(await openLink('https://example.com')).toEqual({ opened: true });
    expect(calls).toEqual(['confirm https://example.com/', 'open https://example.com/']);
  });

  it('opens nothing when the user says no', async () => {
    const { calls, openLink } = record(false);
    expect(await openLink('https://example.com')).toEqual({ opened: false });
    expect(calls).toEqual(['confirm https://example.com/']);
  });

  it('asks nobody about a refused link', async () => {
    const { calls, openLink } = record(true);
    await expect(openLink('file:///etc/passwd')).rejects.toBeInstanceOf(LoamError);
    expect(calls).toEqual([]);
  });
});
