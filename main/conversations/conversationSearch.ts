import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { SearchHit } from '../../preload/contract/conversations';
import type { Orm } from '../storage/database';
import { fullTextQuery } from './fullTextQuery';

// Control characters around a match: unlike any markup they do not occur in what people write.
const matchStart = '\u0002';
const matchEnd = '\u0003';
const snippetTokens = 24;
/** A token without spaces (an address, base64) can be as long as a book. */
const longestSnippet = 400;
/**
 * Messages that are ranked: the newest that match. Ranking is what costs, and a word that occurs in more of them than
 * this tells nothing apart.
 */
const rankedMessages = 5000;
/** Rows that are fetched at once, best first, until there are enough conversations. */
const batchSize = 200;

const foundSchema = z.array(
  z.object({
    sequence: z.number(),
    conversationId: z.string(),
    title: z.string(),
    updatedAt: z.number(),
    messageId: z.string().nullable(),
  }),
);
type Found = z.infer<typeof foundSchema>[number];

const snippetsSchema = z.array(z.object({ sequence: z.number(), snippet: z.string() }));

/**
 * Conversations whose title or messages hold all words, best first (bm25), each once with its best hit: a title before
 * any message.
 */
export function searchConversations(
  orm: Orm,
  { query, limit }: { query: string; limit: number },
): SearchHit[] {
  const expression = fullTextQuery(query);
  if (expression === null) return [];
  const titles = findTitles(orm, expression, limit);
  const alreadyFound = new Set(titles.map((found) => found.conversationId));
  const messages = findMessages(orm, expression, { limit: limit - titles.length, alreadyFound });
  const snippets = new Map([
    ...titleSnippets(orm, expression, titles),
    ...messageSnippets(orm, expression, messages),
  ]);
  return [...titles, ...messages].map(({ sequence: _sequence, ...found }) => ({
    ...found,
    snippet: snippetPieces(snippets.get(found.messageId ?? found.conversationId) ?? ''),
  }));
}

function findTitles(orm: Orm, expression: string, limit: number): Found[] {
  return foundSchema.parse(
    orm.all(sql`
      SELECT conversations.sequence, conversations.id AS conversationId, title, updated_at AS updatedAt,
        NULL AS messageId
      FROM (SELECT rowid AS sequence, rank FROM conversation_titles_fts
        WHERE conversation_titles_fts MATCH ${expression}) AS hits
      CROSS JOIN conversations ON conversations.sequence = hits.sequence
      WHERE deleted_at IS NULL
      ORDER BY hits.rank, updated_at DESC
      LIMIT ${limit}`),
  );
}

/** The best message of each conversation, best first. */
function findMessages(
  orm: Orm,
  expression: string,
  { limit, alreadyFound }: { limit: number; alreadyFound: ReadonlySet<string> },
): Found[] {
  const ranked = rankMessages(orm, expression);
  const bestByConversation = new Map<string, Found>();
  for (let start = 0; start < ranked.length && bestByConversation.size < limit; start += batchSize) {
    for (const found of loadFound(orm, ranked.slice(start, start + batchSize))) {
      if (bestByConversation.size >= limit) break;
      if (alreadyFound.has(found.conversationId) || bestByConversation.has(found.conversationId)) continue;
      bestByConversation.set(found.conversationId, found);
    }
  }
  return [...bestByConversation.values()];
}

/** Sequence numbers of matching messages, best first. */
function rankMessages(orm: Orm, expression: string): number[] {
  const rows = z.array(z.object({ sequence: z.number() })).parse(
    orm.all(sql`
      SELECT sequence
      FROM (SELECT rowid AS sequence, bm25(messages_fts) AS rank FROM messages_fts
        WHERE messages_fts MATCH ${expression} ORDER BY rowid DESC LIMIT ${rankedMessages})
      ORDER BY rank, sequence DESC`),
  );
  return rows.map((row) => row.sequence);
}

/** The hits of these messages in the same order, without those of deleted conversations. */
function loadFound(orm: Orm, sequences: readonly number[]): Found[] {
  const rows = foundSchema.parse(
    orm.all(sql`
      SELECT messages.sequence, conversations.id AS conversationId, title, updated_at AS updatedAt,
        messages.id AS messageId
      FROM messages CROSS JOIN conversations ON conversations.id = messages.conversation_id
      WHERE messages.sequence IN ${sequences} AND deleted_at IS NULL`),
  );
  const bySequence = new Map(rows.map((row) => [row.sequence, row]));
  return sequences.flatMap((sequence) => bySequence.get(sequence) ?? []);
}

// The plus keeps FTS5 from running the whole expression once for each row number.

function titleSnippets(orm: Orm, expression: string, titles: readonly Found[]): [string, string][] {
  const rows = snippetsSchema.parse(
    orm.all(sql`
      SELECT rowid AS sequence, highlight(conversation_titles_fts, 0, ${matchStart}, ${matchEnd}) AS snippet
      FROM conversation_titles_fts
      WHERE conversation_titles_fts MATCH ${expression} AND +rowid IN ${titles.map((found) => found.sequence)}`),
  );
  return keyedSnippets(rows, titles, (found) => found.conversationId);
}

function messageSnippets(orm: Orm, expression: string, messages: readonly Found[]): [string, string][] {
  const rows = snippetsSchema.parse(
    orm.all(sql`
      SELECT rowid AS sequence,
        snippet(messages_fts, 0, ${matchStart}, ${matchEnd}, '…', ${snippetTokens}) AS snippet
      FROM messages_fts
      WHERE messages_fts MATCH ${expression} AND +rowid IN ${messages.map((found) => found.sequence)}`),
  );
  return keyedSnippets(rows, messages, (found) => found.messageId ?? found.conversationId);
}

function keyedSnippets(
  rows: z.infer<typeof snippetsSchema>,
  found: readonly Found[],
  key: (found: Found) => string,
): [string, string][] {
  const keys = new Map(found.map((one) => [one.sequence, key(one)]));
  return rows.flatMap((row) => {
    const id = keys.get(row.sequence);
    return id === undefined ? [] : [[id, row.snippet] satisfies [string, string]];
  });
}

/** A snippet with marks in it as pieces of text. White space is folded, and what is too long is cut off. */
export function snippetPieces(marked: string): SearchHit['snippet'] {
  const pieces: SearchHit['snippet'] = [];
  let remaining = longestSnippet;
  let isMatch = false;
  for (const part of marked.replaceAll(/\s+/g, ' ').split(/([\u0002\u0003])/)) {
    if (part === matchStart || part === matchEnd) {
      isMatch = part === matchStart;
    } else if (part !== '' && remaining > 0) {
      const text = part.length > remaining ? `${part.slice(0, remaining)}…` : part;
      pieces.push({ text, isMatch });
      remaining -= part.length;
    }
  }
  return pieces;
}
