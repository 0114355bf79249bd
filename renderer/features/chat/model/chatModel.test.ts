import { describe, expect, test } from 'vitest';
import { LoamError } from '../../../../preload/contract/errors';
import type { InstalledModel } from '../../../../preload/contract/models';
import { readyStatus, sampleModel } from '../../../../test/helpers/renderer/sampleChat';
import { canAnswer, chatModelOf, type ChatModelInput } from './chatModel';

const linked: InstalledModel = { ...sampleModel, id: 'linked', name: 'Linked', origin: 'linked' };

function modelOf(changes: Partial<ChatModelInput>) {
  return chatModelOf({
    modelId: null,
    defaultModelId: null,
    models: [sampleModel, linked],
    status: readyStatus,
    ...changes,
  });
}

describe('which model a chat asks', () => {
  test('its own choice comes before that of the settings', () => {
    expect(modelOf({ modelId: 'linked', defaultModelId: 'starter' })).toMatchObject({
      model: { id: 'linked' },
    });
  });

  test('the choice of the settings comes before the starter model', () => {
    expect(modelOf({ defaultModelId: 'linked' })).toMatchObject({ model: { id: 'linked' } });
  });

  test('without any choice the first model answers', () => {
    expect(modelOf({})).toMatchObject({ model: { id: 'starter' } });
  });

  test('a linked model answers where the file of the starter is missing', () => {
    const models = [{ ...sampleModel, isPresent: false }, linked];
    expect(modelOf({ models })).toMatchObject({ state: 'not-loaded', model: { id: 'linked' } });
  });

  test('a choice of the settings that is gone gives way to the first model that is there', () => {
    expect(modelOf({ defaultModelId: 'gone' })).toMatchObject({ model: { id: 'starter' } });
    const models = [{ ...sampleModel, isPresent: false }, linked];
    expect(modelOf({ models, defaultModelId: 'gone' })).toMatchObject({ model: { id: 'linked' } });
  });

  test('a choice of the settings that is listed is kept, even while its file is missing', () => {
    const missing = { ...linked, isPresent: false };
    expect(modelOf({ models: [sampleModel, missing], defaultModelId: 'linked' })).toEqual({
      state: 'file-missing',
      model: missing,
    });
  });
});

describe('whether it can answer', () => {
  test('is unknown until list and status are read', () => {
    expect(modelOf({ models: undefined })).toEqual({ state: 'unknown' });
    expect(modelOf({ status: undefined })).toEqual({ state: 'unknown' });
  });

  test('is ready with its window when it is the loaded one', () => {
    expect(modelOf({})).toEqual({ state: 'ready', model: sampleModel, contextSize: 4096 });
  });

  test('another model being loaded is none of its business', () => {
    expect(modelOf({ modelId: 'linked' })).toEqual({ state: 'not-loaded', model: linked });
    expect(modelOf({ status: { state: 'loading', modelId: 'linked', progress: 0.4 } })).toEqual({
      state: 'not-loaded',
      model: sampleModel,
    });
  });

  test('shows how far loading is', () => {
    expect(modelOf({ status: { state: 'loading', modelId: 'starter', progress: 0.4 } })).toEqual({
      state: 'loading',
      model: sampleModel,
      progress: 0.4,
    });
  });

  test('a failure of the process that runs all models is its failure too', () => {
    const error = { code: 'worker/crash-loop', message: 'It keeps stopping.', retryable: false } as const;
    expect(modelOf({ status: { state: 'failed', modelId: null, error, kept: [] } })).toMatchObject({
      state: 'failed',
      error,
    });
    expect(modelOf({ status: { state: 'failed', modelId: 'linked', error, kept: [] } })).toMatchObject({
      state: 'not-loaded',
    });
  });

  test('tells no model, an uninstalled one and a missing file apart', () => {
    expect(modelOf({ models: [] })).toEqual({ state: 'none' });
    expect(modelOf({ modelId: 'gone' })).toEqual({ state: 'not-installed', modelId: 'gone' });
    const missing = { ...sampleModel, isPresent: false };
    expect(modelOf({ models: [missing] })).toEqual({ state: 'file-missing', model: missing });
  });

  test('a failed warm-up counts while the model is not loaded, and only when the model failed', () => {
    const warmError = new LoamError('model/load-failed', 'It did not load.');
    expect(modelOf({ status: { state: 'unloaded', kept: [] }, warmError })).toMatchObject({
      state: 'failed',
    });
    expect(modelOf({ warmError })).toMatchObject({ state: 'ready' });
    const tooLong = new LoamError('generation/prompt-too-long', 'Too long.');
    expect(modelOf({ status: { state: 'unloaded', kept: [] }, warmError: tooLong })).toMatchObject({
      state: 'not-loaded',
    });
  });

  test('a question can be sent as long as there is a model to load', () => {
    expect([modelOf({ status: { state: 'unloaded', kept: [] } }), modelOf({})].every(canAnswer)).toBe(true);
    expect(
      [
        modelOf({ models: [] }),
        modelOf({ modelId: 'gone' }),
        modelOf({ models: [{ ...sampleModel, isPresent: false }] }),
      ].some(canAnswer),
    ).toBe(false);
  });
});
