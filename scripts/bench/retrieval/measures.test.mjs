import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitCollection } from './collection.mjs';
import { bootstrapInterval, ndcg, recall } from './measures.mjs';
import { readBeir } from './readBeir.mjs';
import { readSmart } from './readSmart.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'loam-collection-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('discounts gains by their rank and compares them with the best order', () => {
  const gains = new Map([
    ['a', 3],
    ['b', 1],
  ]);
  expect(ndcg(['a', 'b', 'c'], gains, 10)).toBe(1);
  expect(ndcg(['c', 'a'], gains, 10)).toBeCloseTo(3 / Math.log2(3) / (3 + 1 / Math.log2(3)), 10);
  expect(ndcg(['c', 'a'], gains, 1)).toBe(0);
  expect(recall(['c', 'a'], gains, 10)).toBe(0.5);
});

it('draws an interval that does not hold 0 when every query gains', () => {
  const [low, high] = bootstrapInterval(Array.from({ length: 50 }, (_, index) => 0.02 + (index % 5) / 100));
  expect(low).toBeGreaterThan(0.02);
  expect(high).toBeLessThan(0.06);
  expect(low).toBeLessThan(high);
});

it('reads the SMART layout: queries by their position, code 1 as the best', () => {
  write(
    'cran.all.2',
    '.I 1\r\n.T\r\na wing\r\n.A\r\nx\r\n.W\r\na wing in\r\na stream .\r\n.I 2\r\n.T\r\n.W\r\nheat\r\n',
  );
  write('cran.qry', '.I 001\n.W\nwhat is a wing\n.I 004\n.W\nwhat is heat\n.I 009\n.W\nnothing\n');
  write('cranqrel', '1 1 1\n2 2 4\n2 1 -1\n');
  expect(readSmart(folder)).toMatchObject({
    layout: 'smart',
    documents: [
      { id: '1', title: 'a wing', text: 'a wing in a stream .' },
      { id: '2', title: '', text: 'heat' },
    ],
    queries: [
      { id: '1', text: 'what is a wing' },
      { id: '2', text: 'what is heat' },
    ],
    gains: new Map([
      ['1', new Map([['1', 15]])],
      ['2', new Map([['2', 1]])],
    ]),
  });
});

it('reads the BEIR layout: gains as they are, and not the document that is the query', async () => {
  write('corpus.jsonl', '{"_id":"a","title":"A","text":"one"}\n{"_id":"b","title":"","text":"two"}\n');
  write(
    'queries.jsonl',
    '{"_id":"q","text":"which?"}\n{"_id":"b","text":"two"}\n{"_id":"z","text":"unused"}\n',
  );
  write('qrels/test.tsv', 'query-id\tcorpus-id\tscore\nq\ta\t2\nq\tb\t0\nb\tb\t1\nb\ta\t1\n');
  expect(await readBeir(folder)).toMatchObject({
    layout: 'beir',
    documents: [{ id: 'a' }, { id: 'b' }],
    queries: [{ id: 'q' }, { id: 'b' }],
    gains: new Map([
      ['q', new Map([['a', 2]])],
      ['b', new Map([['a', 1]])],
    ]),
  });
});

it('is neither where the files are missing', async () => {
  expect(readSmart(folder)).toBeNull();
  expect(await readBeir(folder)).toBeNull();
});

it('keeps every relevant document of a collection that is cut', () => {
  const documents = Array.from({ length: 100 }, (_, index) => ({ id: String(index), title: '', text: '' }));
  const gains = new Map([['q', new Map([['7', 1]])]]);
  const cut = limitCollection({ name: 'x', layout: 'beir', documents, queries: [], gains }, 10);
  expect(cut.documents).toHaveLength(10);
  expect(cut.documents).toContainEqual({ id: '7', title: '', text: '' });
});

/**
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}
