import { describe, expect, it } from 'vitest';
import type { ModelFiles } from './modelFolder';
import { readModelSettings } from './modelSettings';

function filesWith(json: Record<string, unknown>): ModelFiles {
  const config = { 'config.json': { architectures: ['BertModel'], max_position_embeddings: 512 } };
  return {
    name: 'Tested model',
    id: '',
    bytes: 0,
    onnxFile: '',
    onnxSha256: '',
    json: new Map(Object.entries({ ...config, ...json })),
  };
}

const pooling = (settings: object) =>
  readModelSettings(filesWith({ '1_Pooling/config.json': settings })).output;
const maxTokens = (json: Record<string, unknown>) => readModelSettings(filesWith(json)).maxTokens;

describe('how much a model reads', () => {
  it.each([
    ['what its makers trained it for', { 'sentence_bert_config.json': { max_seq_length: 256 } }, 256],
    ['what its tokenizer is set to', { 'tokenizer_config.json': { model_max_length: 384 } }, 384],
    [
      'its places, where the tokenizer has no limit',
      { 'tokenizer_config.json': { model_max_length: 1e30 } },
      512,
    ],
    [
      'two places fewer in the RoBERTa family',
      { 'config.json': { model_type: 'xlm-roberta', max_position_embeddings: 130 } },
      128,
    ],
    ['no more than Loam gives it', { 'config.json': { max_position_embeddings: 8192 } }, 512],
    ['what Loam gives it, where no file tells', { 'config.json': {} }, 512],
  ])('is %s', (_what, json, expected) => {
    expect(maxTokens(json)).toBe(expected);
  });

  it('is refused when it is nothing', () => {
    expect(() => maxTokens({ 'sentence_bert_config.json': { max_seq_length: 2 } })).toThrow(
      'no more than 2 tokens',
    );
  });
});

describe('how the vectors of tokens are joined', () => {
  it.each([
    ['by their mean', { pooling_mode_cls_token: false, pooling_mode_mean_tokens: true }, 'mean'],
    ['by their mean, whatever its length', { pooling_mode_mean_sqrt_len_tokens: true }, 'mean'],
    ['by taking the first', { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }, 'first-token'],
    ['by taking the first, in the newer form', { pooling_mode: 'cls' }, 'first-token'],
    ['by taking the last', { pooling_mode_lasttoken: true }, 'last-token'],
    ['by the largest numbers', { pooling_mode_max_tokens: true }, 'max'],
  ])('is read from the settings: %s', (_what, settings, expected) => {
    expect(pooling(settings)).toBe(expected);
  });

  it('is the mean where no file tells', () => {
    expect(readModelSettings(filesWith({})).output).toBe('mean');
  });

  it('is refused where Loam does not know the way', () => {
    expect(() => pooling({ pooling_mode_weightedmean_tokens: true })).toThrow(
      'in a way that Loam does not know',
    );
  });
});

it('tells a model that judges pairs from one that makes vectors', () => {
  const kinds = ['BertModel', 'XLMRobertaForSequenceClassification'].map(
    (name) => readModelSettings(filesWith({ 'config.json': { architectures: [name] } })).kind,
  );
  expect(kinds).toEqual(['embedder', 'reranker']);
});

it('puts nothing before texts unless the makers say so', () => {
  expect(readModelSettings(filesWith({}))).toMatchObject({ queryPrefix: '', passagePrefix: '' });
  const prompts = { query: 'query: ', passage: 'passage: ', document: 'document: ' };
  expect(readModelSettings(filesWith({ 'config_sentence_transformers.json': { prompts } }))).toMatchObject({
    queryPrefix: 'query: ',
    passagePrefix: 'passage: ',
  });
});
