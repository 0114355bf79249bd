// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { defaultSettings } from '../../../preload/contract/settings';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { useNavigation } from '../../navigation';
import WelcomeScreen from './WelcomeScreen';

afterEach(cleanup);

function openWelcome() {
  const recording = installBridge({
    'settings.update': () => ({ ...defaultSettings, hasSeenWelcome: true }),
  });
  useNavigation.getState().showScreen('welcome');
  renderInApp(<WelcomeScreen />);
  return recording;
}

it('puts the chosen question into a fresh chat without sending it, and is not shown again', async () => {
  const recording = openWelcome();
  await userEvent.click(screen.getByRole('button', { name: /rainy Sunday/ }));
  expect(useNavigation.getState()).toMatchObject({
    screen: 'chat',
    conversationId: null,
    draft: 'Give me five ideas for a rainy Sunday.',
  });
  expect(recording.inputsOf('settings.update')).toEqual([{ hasSeenWelcome: true }]);
  expect(recording.inputsOf('generation.start')).toEqual([]);
});

it('starts an empty chat', async () => {
  openWelcome();
  await userEvent.click(screen.getByRole('button', { name: 'Start the first chat' }));
  expect(useNavigation.getState()).toMatchObject({ screen: 'chat', draft: null });
});

it('takes the focus to its heading', () => {
  openWelcome();
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
});
