import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {import('./collection.mjs').Collection} Collection */

/**
 * @param {string} folder
 * @returns {Collection | null} Null where there is no collection in this layout.
 */
export function readSmart(folder) {
  const names = readdirSync(folder);
  const documentsFile = names.find((name) => /\.all(\.|$)/i.test(name));
  const queriesFile = names.find((name) => /\.(qry|que)$/i.test(name));
  const judgementsFile = names.find((name) => /(qrel|\.rel)s?(\.text)?$/i.test(name));
  if (!documentsFile || !queriesFile || !judgementsFile) return null;
  const read = (/** @type {string} */ name) => readLatin(path.join(folder, name));
  const queries = records(read(queriesFile)).map(({ fields }, index) => ({
    id: String(index + 1),
    text: oneLine(fields.W),
  }));
  const gains = readJudgements(read(judgementsFile));
  return {
    name: path.basename(folder),
    layout: 'smart',
    documents: records(read(documentsFile)).map(({ id, fields }) => ({
      id,
      title: oneLine(fields.T),
      text: oneLine(fields.W),
    })),
    queries: queries.filter(({ id }) => gains.has(id)),
    gains,
  };
}

/** @param {string} file */
function readLatin(file) {
  return readFileSync(file, 'latin1').replaceAll('\r', '');
}

/**
 * @param {string} text
 * @returns {{ id: string, fields: Record<string, string> }[]}
 */
function records(text) {
  return text
    .split(/^\.I\s+/m)
    .slice(1)
    .map((record) => {
      const [id = '', ...parts] = record.split(/^\.([A-Z])[ \t]*$/m);
      /** @type {Record<string, string>} */
      const fields = {};
      for (let index = 0; index + 1 < parts.length; index += 2) {
        const name = parts[index] ?? '';
        fields[name] ??= parts[index + 1] ?? '';
      }
      return { id: id.trim(), fields };
    });
}

/**
 * @param {string} text "query document code", the best code is 1.
 * @returns {Map<string, Map<string, number>>}
 */
function readJudgements(text) {
  /** @type {Map<string, Map<string, number>>} */
  const gains = new Map();
  for (const line of text.split('\n')) {
    const [query, document, code] = line.trim().split(/\s+/);
    const relevance = 5 - Number(code);
    if (!query || !document || !(relevance >= 1 && relevance <= 4)) continue;
    const ofQuery = gains.get(query) ?? new Map();
    gains.set(query, ofQuery.set(document, 2 ** relevance - 1));
  }
  return gains;
}

/** @param {string | undefined} text */
function oneLine(text) {
  return (text ?? '').replaceAll(/\s+/g, ' ').trim();
}
