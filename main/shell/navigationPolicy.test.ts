import { describe, expect, it } from 'vitest';
import { isAllowedNavigation, isAllowedRequest } from './navigationPolicy';

const foreign = [
  'https://example.com/',
  'http://127.0.0.1:8080/',
  'ws://127.0.0.1/',
  'wss://example.com/',
  'ftp://example.com/a',
  'file:///etc/passwd',
  'data:text/html,<script>1</script>',
  'javascript:alert(1)',
  'about:blank',
  'blob:https://example.com/1',
  'blob:null/1',
  'filesystem:loam://app/temporary/x',
  'view-source:loam://app/index.html',
  'chrome://gpu',
  'loam://app.evil/index.html',
  'loam://evil/index.html',
  'loam://app:1/index.html',
  'loam://user:pass@app/index.html',
  'loam:app/index.html',
  'loamx://app/index.html',
  'not a url',
  '',
];

describe('navigation policy', () => {
  it('lets the window load its own page again and nothing else', () => {
    expect(isAllowedNavigation('loam://app/index.html')).toBe(true);
    expect(isAllowedNavigation('loam://app/')).toBe(true);
    expect(isAllowedNavigation('loam://app/assets/index.js')).toBe(false);
    expect(foreign.filter(isAllowedNavigation)).toEqual([]);
  });

  it('lets requests reach only the app itself and its own blobs', () => {
    expect(isAllowedRequest('loam://app/assets/index.js', false)).toBe(true);
    expect(isAllowedRequest('blob:loam://app/123', false)).toBe(true);
    expect(foreign.filter((url) => isAllowedRequest(url, true))).toEqual([]);
  });

  it('lets the developer tools load only where there are any', () => {
    expect(isAllowedRequest('devtools://devtools/bundled/inspector.html', true)).toBe(true);
    expect(isAllowedRequest('devtools://devtools/bundled/inspector.html', false)).toBe(false);
  });
});
