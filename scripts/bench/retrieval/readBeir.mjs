import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** @typedef {import('./collection.mjs').Collection} Collection */

const judgementFiles = ['qrels/test.tsv', 'qrels/dev.tsv', 'qrels/train.tsv', 'qrels.tsv'];

/**
 * @param {string} folder
 * @returns {Promise<Collection | null>} Null where there is no collection in this layout.
 */
export async function readBeir(folder) {
  const corpus = path.join(folder, 'corpus.jsonl');
  const judgements = judgementFiles.map((name) => path.join(folder, name)).find((file) => existsSync(file));
  if (!existsSync(corpus) || !judgements) return null;
  const gains = readJudgements(readFileSync(judgements, 'utf8'));
  const documents = [];
  for await (const { _id, title, text } of jsonLines(corpus)) {
    documents.push({ id: String(_id), title: String(title ?? ''), text: String(text ?? '') });
  }
  const queries = [];
  for await (const { _id, text } of jsonLines(path.join(folder, 'queries.jsonl'))) {
    if (gains.has(String(_id))) queries.push({ id: String(_id), text: String(text) });
  }
  return { name: path.basename(folder), layout: 'beir', documents, queries, gains };
}

/**
 * @param {string} file
 * @returns {AsyncGenerator<Record<string, unknown>>}
 */
async function* jsonLines(file) {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() !== '') yield JSON.parse(line);
  }
}

/**
 * @param {string} text
 * @returns {Map<string, Map<string, number>>}
 */
function readJudgements(text) {
  /** @type {Map<string, Map<string, number>>} */
  const gains = new Map();
  for (const line of text.split('\n')) {
    const parts = line.trim().split(/\t| +/);
    // TREC's own layout has a 0 between query and document.
    const [query, document, score] = parts.length === 4 ? [parts[0], parts[2], parts[3]] : parts;
    const gain = Number(score);
    if (!query || !document || !(gain > 0) || query === document) continue;
    const ofQuery = gains.get(query) ?? new Map();
    gains.set(query, ofQuery.set(document, gain));
  }
  return gains;
}
