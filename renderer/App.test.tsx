// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../preload/contract/settings';
import { installBridge, renderInApp } from '../test/helpers/renderer/renderInApp';
import { App } from './App';
import { runCommand } from './features/shortcuts/commands';
import { useNavigation } from './navigation';

afterEach(cleanup);

async function openApp(stored: Partial<Settings> = {}) {
  let settings = { ...defaultSettings, hasSeenWelcome: true, ...stored };
  const recording = installBridge({
    'settings.get': () => settings,
    'settings.update': (changes: Partial<Settings>) => (settings = { ...settings, ...changes }),
    'conversations.list': () => ({ items: [], total: 0 }),
    'application.info': () => ({
      version: '0',
      runtime: { electron: '', chromium: '', node: '' },
      dataFolder: '',
      platform: '',
      notices: [],
    }),
  });
  useNavigation.getState().showScreen('models');
  renderInApp(<App />);
  await screen.findByRole('heading', { level: 1, name: 'Models' });
  return recording;
}

it('closes the sidebar by its shortcut, remembers it, and leaves the ways out in the rail', async () => {
  const recording = await openApp();
  fireEvent.keyDown(document.body, { key: 'b', ctrlKey: true });
  await screen.findByRole('button', { name: 'Show the sidebar' });
  expect(recording.inputsOf('settings.update')).toEqual([{ isSidebarOpen: false }]);
  await userEvent.click(screen.getByRole('button', { name: 'Library' }));
  await screen.findByRole('heading', { level: 1, name: 'Library' });
});

it('gives the focus to the button that takes the place of the pressed one', async () => {
  await openApp();
  await userEvent.click(screen.getByRole('button', { name: 'Hide the sidebar' }));
  const show = await screen.findByRole('button', { name: 'Show the sidebar' });
  await waitFor(() => expect(document.activeElement).toBe(show));
});

it('opens a closed sidebar to search', async () => {
  await openApp({ isSidebarOpen: false });
  fireEvent.keyDown(document.body, { key: 'f', ctrlKey: true, shiftKey: true });
  const field = await screen.findByRole('searchbox', { name: 'Search all chats' });
  await waitFor(() => expect(document.activeElement).toBe(field));
});

it('switches between light and dark by its shortcut and saves it', async () => {
  const recording = await openApp({ colorScheme: 'light' });
  await waitFor(() => expect(document.documentElement.dataset.mantineColorScheme).toBe('light'));
  fireEvent.keyDown(document.body, { key: 'l', ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(document.documentElement.dataset.mantineColorScheme).toBe('dark'));
  expect(recording.inputsOf('settings.update')).toEqual([{ colorScheme: 'dark' }]);
});

it('has one main landmark, one first heading, and a navigation with a name', async () => {
  await openApp();
  expect(screen.getAllByRole('main')).toHaveLength(1);
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  expect(screen.getByRole('navigation', { name: 'Chats and screens' })).toBeDefined();
});

it.each([
  ['find-models', 'Find models'],
  ['downloads', 'Downloads'],
] as const)('opens the models at the right place for the command %s', async (command, tab) => {
  await openApp();
  act(() => void runCommand(command));
  await waitFor(() =>
    expect(screen.getByRole('tab', { name: tab }).getAttribute('aria-selected')).toBe('true'),
  );
});

it('asks for a model file by a command, from any screen', async () => {
  const recording = await openApp();
  recording.answer('models.chooseFiles', () => ['/home/ada/qwen.gguf']);
  act(() => useNavigation.getState().showScreen('settings'));
  act(() => void runCommand('add-model-file'));
  await screen.findByRole('dialog', { name: 'Add qwen.gguf' });
  expect(recording.inputsOf('models.chooseFiles')).toEqual([{}]);
});
