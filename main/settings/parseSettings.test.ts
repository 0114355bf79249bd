import { expect, test } from 'vitest';
import { z } from 'zod';
import { defaultSettings } from '../../preload/contract/settings';
import { parseSettings } from './parseSettings';

test('what is stored counts, and what is missing has its default', () => {
  expect(parseSettings({ colorScheme: 'dark', sidebarWidth: 333 })).toEqual({
    settings: { ...defaultSettings, colorScheme: 'dark', sidebarWidth: 333 },
    brokenFields: [],
  });
});

test('each broken value falls back for itself', () => {
  const stored = {
    colorScheme: 'purple',
    sendWithEnter: 'yes',
    sidebarWidth: 250,
    contextSize: 1e9,
    defaultSampling: { ...defaultSettings.defaultSampling, temperature: 'hot' },
    defaultModelId: 7,
  };
  expect(parseSettings(stored)).toEqual({
    settings: { ...defaultSettings, sidebarWidth: 250 },
    brokenFields: ['colorScheme', 'sendWithEnter', 'defaultModelId', 'defaultSampling', 'contextSize'],
  });
});

test('unknown keys are dropped without being broken, also those every object has', () => {
  const stored = z
    .custom<Record<string, unknown>>((value) => typeof value === 'object')
    .parse(JSON.parse('{"theme":"dark","__proto__":{"colorScheme":"dark"},"constructor":1,"toString":2}'));
  expect(parseSettings(stored)).toEqual({ settings: defaultSettings, brokenFields: [] });
});
