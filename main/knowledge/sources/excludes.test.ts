import { expect, test } from 'vitest';
import { FolderRules, isBuildOutput, isGitIgnored, patternFor, SourceRules } from './excludes';

test('hidden files and dependencies are left out, and can be taken in again', () => {
  const rules = new SourceRules([]);
  expect(rules.test('.env', false).isExcluded).toBe(true);
  expect(rules.test('inner/node_modules', true).isExcluded).toBe(true);
  expect(rules.test('node_modules', false).isExcluded).toBe(false);
  expect(new SourceRules(['!node_modules/']).test('node_modules', true)).toEqual({
    isExcluded: false,
    isWanted: true,
  });
});

test('a folder called build is a build output only beside a project', () => {
  expect(isBuildOutput('build', new Set(['build', 'notes.txt']))).toBe(false);
  expect(isBuildOutput('build', new Set(['build', 'package.json']))).toBe(true);
  expect(isBuildOutput('obj', new Set(['App.csproj']))).toBe(true);
  expect(isBuildOutput('notes', new Set(['package.json']))).toBe(false);
});

test('of several .gitignore files the nearest one that says anything decides', () => {
  const rules = [new FolderRules('', '*.log\nsecret/'), new FolderRules('a/b', '!keep.log\n/own.txt')];
  expect(isGitIgnored(rules, 'a/b/other.log', false)).toBe(true);
  expect(isGitIgnored(rules, 'a/b/keep.log', false)).toBe(false);
  expect(isGitIgnored(rules, 'a/b/own.txt', false)).toBe(true);
  expect(isGitIgnored(rules, 'a/b/c/own.txt', false)).toBe(false);
  expect(isGitIgnored(rules, 'a/b/secret', true)).toBe(true);
  expect(isGitIgnored([], 'x', false)).toBe(false);
});

test.each(['a.txt', 'inner/b c.txt', '#1 [draft]!.md', 'what*?.txt', 'back\\slash.txt', 'end '])(
  'the pattern for %s leaves out that file and no other',
  (name) => {
    const rules = new SourceRules([patternFor(name)]);
    expect(rules.test(name, false).isExcluded).toBe(true);
    expect(rules.test(`other/${name}`, false).isExcluded).toBe(false);
    expect(rules.test('what is.txt', false).isExcluded).toBe(false);
  },
);
