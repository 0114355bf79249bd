// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { InstalledModel } from '../../../preload/contract/models';
import { defaultSettings, type Settings } from '../../../preload/contract/settings';
import { refusal } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleModel } from '../../../test/helpers/renderer/sampleChat';
import SettingsScreen from './SettingsScreen';

afterEach(() => {
  cleanup();
  notifications.clean();
});

async function openSettings(answers: Parameters<typeof installBridge>[0] = {}) {
  let settings = defaultSettings;
  const recording = installBridge({
    'settings.update': (changes: Partial<Settings>) => (settings = { ...settings, ...changes }),
    'application.info': () => ({
      version: '0.1.0',
      runtime: { electron: '45', chromium: '146', node: '24' },
      dataFolder: '/home/ada/Loam',
      platform: 'linux',
      notices: [],
    }),
    'application.openDataFolder': () => null,
    ...answers,
  });
  const { unmount } = renderInApp(<SettingsScreen />);
  await screen.findByRole('heading', { name: 'Settings', level: 1 });
  await screen.findByText('/home/ada/Loam');
  return { recording, unmount };
}

it('saves a change at once', async () => {
  const { recording } = await openSettings();
  await userEvent.click(screen.getByText('Dark'));
  await userEvent.click(screen.getByRole('switch', { name: 'Enter sends the message' }));
  expect(recording.inputsOf('settings.update')).toEqual([{ colorScheme: 'dark' }, { sendWithEnter: false }]);
});

it('goes back to what is stored, and says so, when saving fails', async () => {
  await openSettings({
    'settings.update': () => {
      throw refusal('settings/unwritable', 'The settings file cannot be written.');
    },
  });
  const enter = screen.getByRole<HTMLInputElement>('switch', { name: 'Enter sends the message' });
  await userEvent.click(enter);
  await screen.findByText('The settings file cannot be written.');
  await waitFor(() => expect(enter.checked).toBe(true));
});

it('saves how words are picked when the screen is left before the value settled', async () => {
  const { recording, unmount } = await openSettings();
  const temperature = screen.getByRole('textbox', { name: 'Temperature' });
  await userEvent.clear(temperature);
  await userEvent.type(temperature, '1.2');
  unmount();
  await waitFor(() =>
    expect(recording.inputsOf('settings.update')).toEqual([
      { defaultSampling: { ...defaultSettings.defaultSampling, temperature: 1.2 } },
    ]),
  );
});

it('exports and imports everything, and tells what came of it', async () => {
  const { recording } = await openSettings({
    'conversations.export': () => ({ path: '/home/ada/all.json' }),
    'conversations.import': () => ({
      conversations: 2,
      messages: 8,
      unchanged: 1,
      assistants: 0,
      promptTemplates: 0,
    }),
  });
  await userEvent.click(screen.getByRole('button', { name: 'Export…' }));
  await screen.findByText('/home/ada/all.json');
  expect(recording.inputsOf('conversations.export')).toEqual([{ id: null, format: 'json' }]);
  await userEvent.click(screen.getByRole('button', { name: 'Import…' }));
  await screen.findByText('2 chats with 8 messages added; 1 chat was already here.');
});

const linkedModel: InstalledModel = { ...sampleModel, id: 'mistral', name: 'Mistral 7B', origin: 'linked' };

it.each([
  { choice: null, shown: 'The first available model (Mistral 7B)' },
  { choice: 'unlinked', shown: 'The first available model (Mistral 7B)' },
  { choice: 'starter', shown: 'SmolLM2 135M (file missing)' },
])('shows which model the choice $choice comes to where the starter file is missing', async (example) => {
  await openSettings({
    'models.list': () => [{ ...sampleModel, isPresent: false }, linkedModel],
    'settings.get': () => ({ ...defaultSettings, defaultModelId: example.choice }),
  });
  await screen.findByDisplayValue(example.shown);
});
