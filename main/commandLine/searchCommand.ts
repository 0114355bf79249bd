import { type Command, InvalidArgumentError } from 'commander';
import { LoamError } from '../../preload/contract/errors';
import type { KnowledgeScope, PassagePlace } from '../../preload/contract/knowledge';
import type { Candidate } from '../../preload/contract/retrieval';
import type { Core } from '../core';
import { candidatesOf } from '../knowledge/retrieval/candidates';
import type { RunWithCore } from './runWithCore';
import type { Terminal } from './terminal';

interface Flags {
  collection?: string;
  limit: number;
  json?: true;
}

const defaultLimit = 10;
const highestLimit = 100;
const shownCharacters = 300;

/** `search QUERY`. */
export function addSearchCommand(program: Command, terminal: Terminal, run: RunWithCore): void {
  program
    .command('search')
    .description('search your documents without any language model')
    .argument('<query>', 'what to look for, in quotes')
    .option('--collection <name>', 'only in this collection')
    .option('--limit <number>', `how many passages, 1 to ${highestLimit}`, parseLimit, defaultLimit)
    .option('--json', 'print one JSON object')
    .action((query: string, flags: Flags) => run((core) => search(core, terminal, query, flags)));
}

async function search(core: Core, terminal: Terminal, query: string, flags: Flags): Promise<number> {
  const wanted = query.trim();
  if (wanted === '') {
    throw new LoamError(
      'request/invalid',
      'There is no query. Write it in quotes: npm start -- search "tides"',
    );
  }
  const scope = scopeOf(core, flags.collection);
  if (core.knowledge.isEmpty(scope)) {
    throw new LoamError(
      'source/not-found',
      'There is nothing to search yet. Add files or folders: npm start -- index PATH',
    );
  }
  const ranked = await core.retrieval.search(wanted, scope, { limit: flags.limit });
  const passages = candidatesOf(ranked, flags.limit);
  const { isNothingRelevant, timings, embedderId } = ranked;
  if (flags.json) {
    const paths = pathsOf(core, passages);
    const listed = passages.map((passage) => ({ ...passage, path: paths.get(passage.documentId) ?? null }));
    const result = { query: wanted, isNothingRelevant, passages: listed, timings, embedderId };
    terminal.output.write(`${JSON.stringify(result)}\n`);
  } else {
    const relevant = passages.filter(({ outcome }) => outcome === 'sent');
    terminal.output.write(
      isNothingRelevant ? 'Nothing relevant was found.\n' : `${relevant.map(describe).join('\n\n')}\n`,
    );
  }
  return 0;
}

function scopeOf(core: Core, name: string | undefined): KnowledgeScope {
  const collections = core.knowledge.listCollections();
  const chosen = collections.filter(
    (one) => name === undefined || one.name.toLowerCase() === name.toLowerCase(),
  );
  if (name !== undefined && chosen.length === 0) {
    const names = collections.map((collection) => `"${collection.name}"`).join(', ');
    throw new LoamError(
      'collection/not-found',
      `There is no collection "${name}". ${names === '' ? 'There is none yet.' : `There are: ${names}.`}`,
    );
  }
  return { collectionIds: chosen.map(({ id }) => id), sourceIds: [], documentIds: [] };
}

function pathsOf(core: Core, passages: readonly Candidate[]): Map<string, string> {
  const ids = [...new Set(passages.map(({ documentId }) => documentId))];
  return new Map(core.knowledge.documentsById(ids).map(({ id, path }) => [id, path]));
}

function describe(passage: Candidate, index: number): string {
  const { documentName, place, similarity, fullTextScore, fusedScore, text } = passage;
  const scores = [
    `score ${fusedScore.toFixed(3)}`,
    ...(similarity === null ? [] : [`meaning ${similarity.toFixed(3)}`]),
    ...(fullTextScore === null ? [] : [`words ${fullTextScore.toFixed(2)}`]),
  ];
  const line = text.replace(/\s+/g, ' ').trim();
  const shown = line.length > shownCharacters ? `${line.slice(0, shownCharacters).toWellFormed()}…` : line;
  return `${index + 1}. ${[documentName, ...placeText(place)].join(', ')}  (${scores.join(', ')})\n   ${shown}`;
}

function placeText({ page, slide, sheet, headingPath }: PassagePlace): string[] {
  return [
    ...(page === null ? [] : [`page ${page}`]),
    ...(slide === null ? [] : [`slide ${slide}`]),
    ...(sheet === null ? [] : [`sheet ${sheet}`]),
    ...(headingPath.length === 0 ? [] : [headingPath.join(' > ')]),
  ];
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= highestLimit) return limit;
  throw new InvalidArgumentError(`It has to be a whole number from 1 to ${highestLimit}.`);
}
