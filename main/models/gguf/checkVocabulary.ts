import { grouped, quoted } from './displayText';
import type { GgufHeader } from './ggufHeader';
import { HeaderFault } from './headerFault';
import type { HeaderFields } from './headerFields';
import { maxWatchedTokens } from './vocabularyWatch';

const tokensKey = 'tokenizer.ggml.tokens';
const withoutVocabulary = ['none', 'no_vocab'];
/** With these the model begins and ends what it says. Others that are out of range llama.cpp does without. */
const turnTokens = ['bos', 'eos', 'eot', 'eom'];
const otherTokens = ['unknown', 'seperator', 'padding', 'mask', 'fim_pre', 'fim_suf', 'fim_mid'];
/** How a file says that the model has no such token. */
const noToken = 2 ** 32 - 1;

/** Checks the tokens and what goes with them. Returns how many there are; throws a HeaderFault. */
export function checkVocabulary(header: GgufHeader, fields: HeaderFields): number {
  const model = fields.text('tokenizer.ggml.model');
  const tokens = fields.list(tokensKey, ['string']);
  if (model === null || withoutVocabulary.includes(model) || tokens === null) {
    throw new HeaderFault('it has no vocabulary, without which a model cannot read or write');
  }
  const count = tokens.length;
  if (count === 0 || count > maxWatchedTokens) {
    throw new HeaderFault(
      `its vocabulary has ${grouped(count)} tokens, where ${grouped(maxWatchedTokens)} are the most`,
    );
  }
  checkLength(fields, 'tokenizer.ggml.scores', { itemTypes: ['float32', 'int32'], count });
  checkLength(fields, 'tokenizer.ggml.token_type', { itemTypes: ['int32'], count });
  fields.list('tokenizer.ggml.merges', ['string']);
  checkSpecialTokens(fields, count);
  const { repeatedToken = null, brokenByteToken = null } = header.vocabulary ?? {};
  if (repeatedToken !== null) {
    throw new HeaderFault(`its token ${grouped(repeatedToken)} has the same text as one before it`);
  }
  if (brokenByteToken !== null) {
    throw new HeaderFault(`its token ${quoted(brokenByteToken)} looks like one for a byte, but names none`);
  }
  return count;
}

/** The list may be longer than the vocabulary, never shorter: it is read by the tokens' numbers. */
function checkLength(
  fields: HeaderFields,
  key: string,
  { itemTypes, count }: { itemTypes: readonly string[]; count: number },
): void {
  const length = fields.list(key, itemTypes)?.length ?? count;
  if (length >= count) return;
  throw new HeaderFault(`its list ${quoted(key)} has ${grouped(length)} items for ${grouped(count)} tokens`);
}

function checkSpecialTokens(fields: HeaderFields, count: number): void {
  const idOf = (name: string): number | null => fields.number(`tokenizer.ggml.${name}_token_id`);
  // Read for their types alone.
  otherTokens.forEach(idOf);
  for (const name of turnTokens) {
    const id = idOf(name) ?? noToken;
    if (id === noToken || id < count) continue;
    throw new HeaderFault(
      `its ${name.toUpperCase()} token is number ${grouped(id)} of ${grouped(count)} tokens`,
    );
  }
}
