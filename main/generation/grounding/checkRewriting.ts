import { contentWordsOf, isSameWord, unspacedScripts, wordsOf } from './words';

interface Spoken {
  role: string;
  text: string;
}

const shortestCharacters = 4;
const longestCharacters = 300;
const longestWords = 40;
/** A stand-alone question names a few things more than the follow-up, it does not tell a story. */
const mostAddedWords = 20;

const label =
  /^(?:(?:re-?written|stand-?alone|new|final|the)\s+)*(?:question|query|search query|frage|pregunta)\s*:\s*/iu;
const quotes = /^["“„«'`*]+|["”“»'`*]+$/gu;
const answering =
  /^(?:the answer|answer:|yes\b|no\b|sure\b|of course|certainly|sorry|unfortunately|here (?:is|are)|i(?:'m| am|'ll| will| can)?\b|as an ai|ja\b|nein\b|oui\b|non\b|sí\b|assistant:)/iu;
const asking =
  /[?？]\s*$|^(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have|list|name|describe|explain|compare|summari[sz]e|show|tell|give|find|wer|was|wann|wo|welche\p{L}*|warum|wie|qui|que|quoi|quand|où|quel\p{L}*|pourquoi|comment|combien|qué|quién|cuándo|dónde|cuál\p{L}*|cómo|cuánt\p{L}*)(?!\p{L})/iu;

/**
 * The stand-alone question that a model made of a follow-up, or null when it is something else: an answer, an invention,
 * several lines, or the follow-up itself once more. Small models often miss, and a wrong query finds wrong passages.
 *
 * @param rewriting what the model said
 * @param history the messages before the question
 */
export function checkRewriting(
  rewriting: string,
  question: string,
  history: readonly Spoken[],
): string | null {
  const lines = rewriting.trim().split(/\s*\n\s*/u);
  const [line = ''] = lines;
  if (lines.length !== 1) return null;
  const query = line.replace(label, '').trim().replace(quotes, '').trim();
  if (query.length < shortestCharacters || query.length > longestCharacters) return null;
  if (answering.test(query) || /[[\]<>{}|]/u.test(query)) return null;
  if (asking.test(question.trim()) && !asking.test(query)) return null;
  return isMadeOf(query, question, history) ? query : null;
}

/** Words that a rewriting is there to replace. */
const standIns =
  /^(?:first|second|third|fourth|fifth|last|next|previous|former|latter|rest|else|erste\p{L}*|zweite\p{L}*|dritte\p{L}*|letzte\p{L}*|andere\p{L}*|premi\p{L}+|deuxième|seconde?|troisième|derni\p{L}+|primer\p{L}*|segund\p{L}+|tercer\p{L}*|últim\p{L}+|second[oa]|terz[oa]|ultim\p{L}+|terceir\p{L}+|eerste|tweede|laatste|втор\p{L}+|перв\p{L}+|последн\p{L}+)$/u;

/** Whether all it is about was said in the conversation, and something of it before the question. */
function isMadeOf(query: string, question: string, history: readonly Spoken[]): boolean {
  const before = history.map(({ text }) => text).join('\n');
  if (unspacedScripts.test(query)) return isMadeOfCharacters(query, question, before);
  const asked = contentWordsOf(question).filter((word) => !standIns.test(word));
  const said = [...new Set(contentWordsOf(before))];
  const words = contentWordsOf(query);
  if (wordsOf(query).length > Math.min(longestWords, wordsOf(question).length + mostAddedWords)) return false;
  const isIn = (list: readonly string[], word: string): boolean =>
    list.some((other) => isSameWord(word, other));
  const added = words.filter((word) => !isIn(asked, word));
  const keepsQuestion = asked.length === 0 || asked.some((word) => isIn(words, word));
  return keepsQuestion && added.length > 0 && added.every((word) => isIn(said, word));
}

/** The same for scripts without spaces: pairs of characters stand for words. */
function isMadeOfCharacters(query: string, question: string, before: string): boolean {
  const pairs = pairsOf(query);
  const known = new Set([...pairsOf(question), ...pairsOf(before)]);
  const asked = new Set(pairsOf(question));
  const unknown = pairs.filter((pair) => !known.has(pair)).length;
  // Where two pieces meet, a pair comes about that nobody said.
  return unknown <= pairs.length * 0.35 && pairs.some((pair) => !asked.has(pair) && known.has(pair));
}

function pairsOf(text: string): string[] {
  const characters = Array.from(text).filter((character) => /[\p{L}\p{N}]/u.test(character));
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}
