import { describe, expect, test } from 'vitest';
import type { Assistant } from '../../../../preload/contract/assistants';
import { emptyScope } from '../../../../preload/contract/knowledge';
import { defaultSampling } from '../../../../preload/contract/sampling';
import { defaultSettings } from '../../../../preload/contract/settings';
import { missingChoices, resolveFreshChoices, withFreshChanges, type ChatChoices } from './chatChoices';

const coach: Assistant = {
  id: 'coach',
  name: 'Coach',
  description: '',
  systemPrompt: 'You coach.',
  sampling: { ...defaultSampling, temperature: 0.2 },
  createdAt: 1,
  updatedAt: 1,
};

describe('resolveFreshChoices', () => {
  test('starts from the settings', () => {
    expect(resolveFreshChoices({}, defaultSettings, [coach])).toEqual({
      assistantId: null,
      modelId: null,
      adapters: [],
      scope: emptyScope,
      systemPrompt: '',
      sampling: defaultSampling,
    });
  });

  test('takes over prompt and sampling of the default assistant', () => {
    const settings = { ...defaultSettings, defaultAssistantId: 'coach' };
    expect(resolveFreshChoices({}, settings, [coach])).toMatchObject({
      assistantId: 'coach',
      systemPrompt: 'You coach.',
      sampling: { temperature: 0.2 },
    });
  });

  test('choosing no assistant wins over the default one', () => {
    const settings = { ...defaultSettings, defaultAssistantId: 'coach' };
    expect(resolveFreshChoices({ assistantId: null }, settings, [coach])).toMatchObject({
      assistantId: null,
      systemPrompt: '',
    });
  });

  test('an assistant that was deleted is none', () => {
    expect(resolveFreshChoices({ assistantId: 'gone' }, defaultSettings, [coach])).toMatchObject({
      assistantId: null,
    });
  });

  test('begins with the default adapters, with their model only, and without them where none was chosen', () => {
    const defaultAdapters = [{ adapterId: 'pirate', scale: 0.8 }];
    const settings = { ...defaultSettings, defaultModelId: 'm', defaultAdapters };
    const adaptersOf = (fresh: Parameters<typeof resolveFreshChoices>[0]) =>
      resolveFreshChoices(fresh, settings, []).adapters;
    expect(adaptersOf({})).toEqual(defaultAdapters);
    expect(adaptersOf({ modelId: 'm' })).toEqual(defaultAdapters);
    expect(adaptersOf({ modelId: 'other' })).toEqual([]);
    expect(adaptersOf({ adapters: [] })).toEqual([]);
  });

  test('begins with the default documents, and without them where none were chosen', () => {
    const defaultScope = { ...emptyScope, collectionIds: ['k1'] };
    const settings = { ...defaultSettings, defaultScope };
    expect(resolveFreshChoices({}, settings, []).scope).toEqual(defaultScope);
    expect(resolveFreshChoices({ scope: emptyScope }, settings, []).scope).toEqual(emptyScope);
  });

  test('an emptied prompt stays empty', () => {
    expect(
      resolveFreshChoices({ assistantId: 'coach', systemPrompt: '' }, defaultSettings, [coach]),
    ).toMatchObject({ systemPrompt: '' });
  });
});

test('another assistant replaces what was typed, other changes do not', () => {
  const adapters = [{ adapterId: 'pirate', scale: 0.8 }];
  const typed = { systemPrompt: 'Mine.', modelId: 'm', adapters };
  expect(withFreshChanges(typed, { assistantId: 'coach' })).toEqual({
    modelId: 'm',
    adapters,
    assistantId: 'coach',
    systemPrompt: undefined,
    sampling: undefined,
  });
  expect(withFreshChanges(typed, { modelId: null })).toEqual({
    systemPrompt: 'Mine.',
    adapters,
    modelId: null,
  });
});

test('only what a created conversation lacks is sent after it', () => {
  const created: ChatChoices = {
    assistantId: null,
    modelId: null,
    adapters: [],
    scope: emptyScope,
    systemPrompt: '',
    sampling: defaultSampling,
  };
  expect(missingChoices(created, { ...created, sampling: { ...defaultSampling } })).toBeNull();
  expect(missingChoices(created, { ...created, systemPrompt: 'Mine.' })).toEqual({ systemPrompt: 'Mine.' });
  expect(missingChoices(created, { ...created, sampling: { ...defaultSampling, seed: 1 } })).toEqual({
    sampling: { ...defaultSampling, seed: 1 },
  });
  const adapters = [{ adapterId: 'pirate', scale: 0.8 }];
  expect(missingChoices(created, { ...created, adapters })).toEqual({ adapters });
  expect(missingChoices({ ...created, adapters }, { ...created, adapters: [...adapters] })).toBeNull();
  expect(
    missingChoices({ ...created, adapters }, { ...created, adapters: [{ adapterId: 'pirate', scale: 1 }] }),
  ).toEqual({ adapters: [{ adapterId: 'pirate', scale: 1 }] });
  const scope = { ...emptyScope, sourceIds: ['s1'] };
  expect(missingChoices(created, { ...created, scope })).toEqual({ scope });
});
