import { describe, expect, it } from 'vitest';
import { systemClock } from '../../clock';
import { HttpClient } from './httpClient';
import { Hub } from './hub';

function hubAt(endpoint: string): Hub {
  return new Hub({ endpoint, http: new HttpClient(), clock: systemClock });
}

const hub = hubAt('https://huggingface.co');

describe('an address of the hub', () => {
  it.each([
    ['https://huggingface.co/o/n', { repository: 'o/n', revision: 'main', path: '' }],
    ['https://www.huggingface.co/o/n/', { repository: 'o/n', revision: 'main', path: '' }],
    ['https://hf.co/o/n/tree/v1.0', { repository: 'o/n', revision: 'v1.0', path: '' }],
    ['https://huggingface.co/o/n/tree/main/folder', { repository: 'o/n', revision: 'main', path: '' }],
    [
      'https://huggingface.co/o/n/blob/main/a/x.gguf',
      { repository: 'o/n', revision: 'main', path: 'a/x.gguf' },
    ],
    [
      'https://huggingface.co/o/n/resolve/refs%2Fpr%2F1/x.gguf?download=true',
      { repository: 'o/n', revision: 'refs/pr/1', path: 'x.gguf' },
    ],
    ['https://huggingface.co/o/n/discussions/3', { repository: 'o/n', revision: 'main', path: '' }],
    ['https://huggingface.co/', null],
    ['https://huggingface.co/o', null],
    ['https://huggingface.co/docs/hub', null],
    ['https://huggingface.co/datasets/o/n', null],
    ['https://huggingface.co.example.com/o/n', null],
    ['https://example.com/huggingface.co/o/n', null],
    ['ftp://huggingface.co/o/n', null],
    ['https://huggingface.co/o/%', null],
    ['owner/name', null],
  ])('%s means %j', (address, place) => {
    expect(hub.parseUrl(address)).toEqual(place);
  });

  it('is asked of the hub that is set, which may have its own paths', () => {
    const mirror = hubAt('https://mirror.example.com/hf/');
    const place = mirror.parseUrl('https://huggingface.co/o/n/blob/main/a b/x.gguf');
    expect(place).toEqual({ repository: 'o/n', revision: 'main', path: 'a b/x.gguf' });
    expect(place && mirror.fileUrl(place)).toBe(
      'https://mirror.example.com/hf/o/n/resolve/main/a%20b/x.gguf',
    );
    expect(mirror.parseUrl('https://mirror.example.com/hf/o/n')).toEqual({
      repository: 'o/n',
      revision: 'main',
      path: '',
    });
  });

  it('is asked by https only, but for a hub on this computer', () => {
    expect(hubAt('http://127.0.0.1:80').fileUrl({ repository: 'o/n', revision: 'r', path: 'x' })).toBe(
      'http://127.0.0.1/o/n/resolve/r/x',
    );
    for (const endpoint of ['http://huggingface.co', 'huggingface.co', '', 'file:///x']) {
      expect(() => hubAt(endpoint).host).toThrow(/HF_ENDPOINT does not hold an https address/);
    }
  });
});
