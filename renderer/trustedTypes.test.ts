// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { pdfWorkerUrl } from './features/sourceViewer/pdf/workerUrl';
import { passPdfWorkerOnly, passStyleTextOnly } from './trustedTypes';

describe('trusted types policy', () => {
  it('passes the text of a style sheet unchanged', () => {
    const css = ':root { --a: 1px } .a > .b::before { content: "\\201C" }';
    expect(passStyleTextOnly(css)).toBe(css);
  });

  it.each(['<img src=x onerror=alert(1)>', 'a{}</style><script>', '<', 'x<!--'])(
    'refuses %j, which could be markup',
    (text) => {
      expect(() => passStyleTextOnly(text)).toThrow(TypeError);
    },
  );

  it('passes the address of the worker that reads PDF files, and no other', () => {
    const worker = new URL(pdfWorkerUrl, window.location.href).href;
    expect(passPdfWorkerOnly(worker)).toBe(worker);
    for (const url of [
      `${worker}?x`,
      `${worker}#x`,
      'https://example.org/a.js',
      'data:text/javascript,1',
      '',
    ]) {
      expect(() => passPdfWorkerOnly(url), url).toThrow(TypeError);
    }
  });
});
