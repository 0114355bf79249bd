// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { useNavigation } from '../../navigation';
import { useCommand } from '../shortcuts/commands';
import { useApplicationEvents } from './useApplicationEvents';

afterEach(() => {
  cleanup();
  notifications.clean();
});

function Listener() {
  useApplicationEvents();
  useCommand('settings', () => useNavigation.getState().showScreen('settings'));
  return null;
}

function open(notices: { id: string; title: string; message: string }[]) {
  const recording = installBridge({
    'application.info': () => ({
      version: '0',
      runtime: { electron: '', chromium: '', node: '' },
      dataFolder: '',
      platform: '',
      notices,
    }),
  });
  renderInApp(<Listener />);
  return recording;
}

it('shows a notice once, whether it comes at the start, as an event, or both', async () => {
  const restored = { id: 'restored', title: 'Backup used', message: 'Yesterday’s backup was opened.' };
  const recording = open([restored]);
  await screen.findByText('Backup used');
  recording.emit('application.notice', restored);
  recording.emit('application.notice', {
    id: 'reset',
    title: 'Setting reset',
    message: 'One was unreadable.',
  });
  await screen.findByText('Setting reset');
  expect(screen.getAllByText('Backup used')).toHaveLength(1);
});

it('runs the commands of the application menu', async () => {
  const recording = open([]);
  recording.emit('application.menuCommand', { command: 'settings' });
  await waitFor(() => expect(useNavigation.getState().screen).toBe('settings'));
});
