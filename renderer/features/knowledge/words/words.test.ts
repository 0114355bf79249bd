import { describe, expect, it } from 'vitest';
import {
  noDocuments,
  sampleCollection,
  sampleSource,
} from '../../../../test/helpers/renderer/sampleGrounding';
import { emptyScope } from '../../../../preload/contract/knowledge';
import { sampleProgress } from '../../../../test/helpers/renderer/sampleKnowledge';
import { patternProblem, toPatterns } from '../sources/excludePatterns';
import { activityInWords, percentDone, progressFacts } from './progressWords';
import { queryPattern } from './queryWords';
import { scopeInWords, searchScope } from './scopes';
import { sourceState } from './stateWords';

describe('the words of a query', () => {
  const marked = (query: string, text: string) => text.match(queryPattern(query) ?? /$^/) ?? [];

  it('are found with other endings and in any case', () => {
    expect(marked('Which PUMPS hold?', 'pump, Pumps, holding, threshold')).toEqual([
      'pump',
      'Pumps',
      'holding',
    ]);
  });

  it('are not those that every text has', () => {
    expect(queryPattern('what is it')).toBeNull();
  });

  it('are taken literally', () => {
    expect(marked('a.b* (c++)', 'axb ccc')).toEqual([]);
  });

  it('are found inside a text without spaces', () => {
    expect(marked('水泵', '该水泵的容量')).toEqual(['水泵']);
  });
});

describe('the state of a source', () => {
  const stateOf = (counts: Partial<typeof noDocuments>, isScanning = false) =>
    sourceState(sampleSource({ documents: { ...noDocuments, ...counts } }), isScanning).words;

  it('tells the most important thing first', () => {
    expect(stateOf({ done: 3, failed: 1, queued: 2 })).toBe('3 of 6 searchable');
    expect(stateOf({ done: 3, failed: 1, cancelled: 2 })).toBe('1 failed');
    expect(stateOf({ done: 3, cancelled: 2 })).toBe('2 cancelled');
    expect(stateOf({ done: 3 })).toBe('Searchable');
  });

  it('never calls a folder without files searchable', () => {
    expect(stateOf({})).toBe('No files to read in it');
    expect(stateOf({}, true)).toBe('Being looked through');
  });
});

describe('the progress', () => {
  it('does not promise more files than there are', () => {
    const last = sampleProgress({ activity: 'indexing', filesDone: 5, filesTotal: 5 });
    expect(activityInWords(last)).toBe('Reading 5 of 5 files');
  });

  it('tells a slow rate exactly, and none while it is paused', () => {
    const slow = sampleProgress({ activity: 'indexing', passagesPerSecond: 0.42, timeLeftMs: 9000 });
    expect(progressFacts(slow)).toEqual(['0.4 passages/s', '9 s left']);
    expect(progressFacts({ ...slow, activity: 'paused' })).toEqual([]);
  });

  it('has no share while folders are looked through', () => {
    expect(percentDone(sampleProgress({ activity: 'scanning', filesTotal: 4 }), null)).toBeNull();
    expect(percentDone(sampleProgress({ activity: 'paused', filesDone: 1, filesTotal: 4 }), null)).toBe(25);
  });
});

describe('a scope', () => {
  const collections = [sampleCollection(), sampleCollection({ id: 'k2', name: 'Letters' })];

  it('of everything names every collection', () => {
    expect(searchScope(collections, null).collectionIds).toEqual(['k1', 'k2']);
    expect(scopeInWords(searchScope(collections, null), collections)).toBe('everything');
  });

  it('is named by what is left of it', () => {
    expect(scopeInWords(searchScope(collections, 'k2'), collections)).toBe('Letters');
    expect(scopeInWords({ ...emptyScope, collectionIds: ['gone'] }, collections)).toBe(
      'a collection that is gone',
    );
    expect(scopeInWords({ ...emptyScope, sourceIds: ['s1'] }, collections)).toBe('chosen files');
  });
});

describe('patterns of files to leave out', () => {
  it('are one a line, without blank lines', () => {
    expect(toPatterns('*.log\r\n\n  drafts/ \n')).toEqual(['*.log', 'drafts/']);
  });

  it('are refused with the reason before the main process would', () => {
    expect(patternProblem(['a'.repeat(501)])).toContain('501 characters; 500');
    expect(patternProblem(Array.from({ length: 201 }, String))).toContain('201 patterns; 200');
    expect(patternProblem(['*.log'])).toBeNull();
  });
});
