import { expect, test } from 'vitest';
import { AddressConsent } from './addressConsent';

test('each address is asked about once, and a no is asked about again', async () => {
  const asked: string[] = [];
  let answer = false;
  const consent = new AddressConsent({
    confirmAddress: (address) => {
      asked.push(address);
      return Promise.resolve(answer);
    },
  });
  const first = 'https://example.org/a.gguf?q=secret';
  await expect(consent.require(first)).rejects.toMatchObject({ code: 'download/refused' });
  answer = true;
  await consent.require(first);
  await consent.require(first);
  await consent.require('https://example.org/b.gguf');
  expect(asked).toEqual([first, first, 'https://example.org/b.gguf']);
});
