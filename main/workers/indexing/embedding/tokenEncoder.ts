import { invalidModel } from './modelErrors';
import type { ModelFiles } from './modelFolder';
import type { EncodedText } from './threadMessages';

/** Turns texts into a model's tokens. */
export interface TokenEncoder {
  /** Tokens of a text, special ones included, however long it is. */
  count(text: string): number;
  /** Cut to what the model reads; the special tokens at the end stay. */
  encode(text: string): EncodedText;
  /** Of a pair that is too long, the second text is cut, so that all of a question up to half the length is read. */
  encodePair(first: string, second: string): EncodedText;
}

/**
 * Loads the tokenizer out of a model's files; neither a hub nor a cache is ever asked.
 *
 * @param maxTokens that the model reads, special tokens included
 * @throws LoamError embedder/file-invalid when the tokenizer is of no known kind
 */
export async function openTokenEncoder(files: ModelFiles, maxTokens: number): Promise<TokenEncoder> {
  const tokenize = await openTokenizer(files);
  const endLength = commonEnd(tokenize('').ids, tokenize('a').ids);

  const cut = ({ ids, types }: Tokens): EncodedText => ({
    ids: BigInt64Array.from(cutMiddle(ids, maxTokens, endLength), BigInt),
    types: BigInt64Array.from(cutMiddle(types, maxTokens, endLength), BigInt),
  });
  return {
    count: (text) => tokenize(text).ids.length,
    encode: (text) => cut(tokenize(text)),
    encodePair(first, second) {
      let question = first;
      while (tokenize(question).ids.length > maxTokens / 2) {
        question = question.slice(0, Math.floor(question.length * 0.75));
      }
      return cut(tokenize(question, second));
    },
  };
}

interface Tokens {
  ids: readonly number[];
  types: readonly number[];
}

type Tokenize = (text: string, pair?: string) => Tokens;

async function openTokenizer(files: ModelFiles): Promise<Tokenize> {
  // The library loads native code and takes a while, which a start without documents is spared.
  const { PreTrainedTokenizer, env } = await import('@huggingface/transformers');
  env.allowRemoteModels = false;
  try {
    const tokenizer = new PreTrainedTokenizer(
      asObject(files.json.get('tokenizer.json')),
      asObject(files.json.get('tokenizer_config.json') ?? {}),
    );
    return (text, pair) => {
      const { input_ids: ids, token_type_ids: types } = tokenizer(text, {
        ...(pair !== undefined && { text_pair: pair }),
        return_token_type_ids: true,
        return_tensor: false,
      });
      return { ids, types: types ?? ids.map(() => 0) };
    };
  } catch (error) {
    throw invalidModel(files.name, 'tokenizer.json is of a kind that Loam does not know', error);
  }
}

function asObject(value: unknown): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new Error('Not an object.');
}

/** How many numbers both lists have at their end. */
function commonEnd(one: readonly number[], other: readonly number[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one.at(-1 - length) === other.at(-1 - length))
    length += 1;
  return length;
}

function cutMiddle(values: readonly number[], length: number, endLength: number): readonly number[] {
  if (values.length <= length) return values;
  return [...values.slice(0, length - endLength), ...values.slice(values.length - endLength)];
}
