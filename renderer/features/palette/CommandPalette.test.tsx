// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleConversation } from '../../../test/helpers/renderer/sampleChat';
import { useNavigation } from '../../navigation';
import { useCommand } from '../shortcuts/commands';
import CommandPalette from './CommandPalette';

afterEach(cleanup);

const chat = sampleConversation({ id: 'c1', title: 'Compost' });

function WithModels() {
  useCommand('models', () => useNavigation.getState().showScreen('models'));
  return <CommandPalette />;
}

async function openPalette() {
  const recording = installBridge({
    'conversations.list': () => ({ items: [chat], total: 1 }),
    'conversations.search': () => [
      {
        conversationId: 'c1',
        title: 'Compost',
        messageId: 'm2',
        updatedAt: 1,
        snippet: [
          { text: 'what to do with ', isMatch: false },
          { text: 'eggshells', isMatch: true },
        ],
      },
    ],
  });
  renderInApp(<WithModels />);
  const field = await screen.findByRole('textbox', { name: 'Command or words from a chat' });
  return { recording, field, user: userEvent.setup() };
}

it('runs the command that is typed, by Enter', async () => {
  const { user, field } = await openPalette();
  await user.type(field, 'open mod');
  await waitFor(() => expect(screen.getByText('Open models').closest('[data-selected]')).not.toBeNull());
  await user.keyboard('{Enter}');
  expect(useNavigation.getState().screen).toBe('models');
});

it('offers only commands that something on screen can run', async () => {
  await openPalette();
  expect(screen.getByText('Open models')).toBeDefined();
  expect(screen.queryByText('Stop the answer')).toBeNull();
});

it('opens the message that is found, by Enter, once it is found', async () => {
  const { user, field, recording } = await openPalette();
  await user.type(field, 'eggshells');
  await screen.findByText('eggshells', { selector: 'mark' });
  await waitFor(() => expect(document.querySelector('[data-action][data-selected]')).not.toBeNull());
  await user.keyboard('{Enter}');
  expect(useNavigation.getState()).toMatchObject({ conversationId: 'c1', targetMessageId: 'm2' });
  expect(recording.inputsOf('conversations.search').at(-1)).toMatchObject({ query: 'eggshells' });
});

it('offers the last chats while nothing is typed', async () => {
  const { user } = await openPalette();
  await user.click(await screen.findByText('Compost'));
  expect(useNavigation.getState().conversationId).toBe('c1');
});
