import { describe, expect, it } from 'vitest';
import { senderRefusal } from './senderGuard';

const isOwnWindow = (id: number) => id === 1;
const mainFrame = { origin: 'loam://app', parent: null };

describe('sender guard', () => {
  it('accepts the main frame of our page in our window', () => {
    expect(senderRefusal({ sender: { id: 1 }, senderFrame: mainFrame }, isOwnWindow)).toBeNull();
  });

  it.each([
    ['a destroyed frame', 1, null],
    ['a frame inside our page', 1, { ...mainFrame, parent: mainFrame }],
    ['a web page', 1, { ...mainFrame, origin: 'https://example.com' }],
    ['a local web page', 1, { ...mainFrame, origin: 'http://localhost:5173' }],
    ['a file', 1, { ...mainFrame, origin: 'file://' }],
    ['an opaque origin such as a data: page', 1, { ...mainFrame, origin: 'null' }],
    ['about:blank', 1, { ...mainFrame, origin: '' }],
    ['another host of our scheme', 1, { ...mainFrame, origin: 'loam://app.evil' }],
    ['another port of our scheme', 1, { ...mainFrame, origin: 'loam://app:1' }],
    ['an origin that begins like ours', 1, { ...mainFrame, origin: 'loam://appx' }],
    ['the developer tools', 1, { ...mainFrame, origin: 'devtools://devtools' }],
    ['a window that is not ours', 2, mainFrame],
  ])('refuses %s', (_name, id, senderFrame) => {
    expect(senderRefusal({ sender: { id }, senderFrame }, isOwnWindow)).toEqual(expect.any(String));
  });
});
