import { describe, expect, it } from 'vitest';
import { splitTokens, tokenizeCode, type CodeToken } from './codeTokenizer';

const textOf = (tokens: readonly CodeToken[]) => tokens.map(({ text }) => text).join('');

describe('tokenizeCode', () => {
  it('names the innermost scope of every run and loses no text', () => {
    const code = 'const a = f(`x ${1}`); // end';
    const tokens = tokenizeCode('js', code) ?? [];
    expect(textOf(tokens)).toBe(code);
    expect(tokens).toContainEqual({ text: 'const', className: 'hljs-keyword' });
    expect(tokens).toContainEqual({ text: 'f', className: 'hljs-title function_' });
    expect(tokens).toContainEqual({ text: '// end', className: 'hljs-comment' });
  });

  it('gives no class that a grammar does not define', () => {
    const tokens =
      tokenizeCode('html', '<a class="app-shell" style="x"><script>let a = 1;</script></a>') ?? [];
    const classes = tokens.flatMap(({ className }) => className?.split(' ') ?? []);
    expect(classes.length).toBeGreaterThan(0);
    expect(classes.every((name) => /^(?:hljs-[a-z-]+|[a-z]+_)$/.test(name))).toBe(true);
  });

  it.each(['brainfog', 'constructor', 'tostring'])('knows no language %j', (language) => {
    expect(tokenizeCode(language, 'x')).toBeNull();
  });
});

describe('splitTokens', () => {
  it('cuts after every few lines, also inside a token', () => {
    const code = '/* 1\n2\n3\n4 */\nlet a;\nlet b;';
    const pieces = splitTokens(tokenizeCode('js', code) ?? [], 2);
    expect(pieces.map(textOf)).toEqual(['/* 1\n2\n', '3\n4 */\n', 'let a;\nlet b;']);
    expect(pieces[1]?.[0]).toEqual({ text: '3\n4 */', className: 'hljs-comment' });
  });
});
