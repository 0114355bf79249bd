// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { refusal } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleConversation } from '../../../test/helpers/renderer/sampleChat';
import { useNavigation } from '../../navigation';
import { useConversationList } from './queries';
import { useDeleteConversation } from './useDeleteConversation';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const chat = sampleConversation({ id: 'c1', title: 'Compost' });

function DeleteButton() {
  const list = useConversationList().data;
  const remove = useDeleteConversation();
  return (
    <>
      <p>{list === undefined ? 'reading' : `${list.length} chats`}</p>
      <button onClick={() => remove(chat)}>Delete</button>
    </>
  );
}

async function openAndDelete(answers: Parameters<typeof installBridge>[0] = {}) {
  const recording = installBridge({
    'conversations.list': () => ({ items: [chat], total: 1 }),
    'conversations.delete': () => null,
    'conversations.undoDelete': () => chat,
    ...answers,
  });
  useNavigation.getState().showConversation('c1');
  renderInApp(<DeleteButton />);
  await screen.findByText('1 chats');
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
  return recording;
}

it('takes the chat off the list and the screen, and offers to bring it back', async () => {
  const recording = await openAndDelete();
  await screen.findByText('0 chats');
  expect(recording.inputsOf('conversations.delete')).toEqual([{ id: 'c1' }]);
  expect(useNavigation.getState().conversationId).toBeNull();
  expect(screen.getByText('Chat deleted')).toBeDefined();
  expect(screen.getByText('Compost')).toBeDefined();
});

it('undoes: the chat is in the list and on screen again, and the offer is gone', async () => {
  const recording = await openAndDelete();
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByText('1 chats');
  expect(recording.inputsOf('conversations.undoDelete')).toEqual([{ id: 'c1' }]);
  expect(useNavigation.getState().conversationId).toBe('c1');
  await waitFor(() => expect(screen.queryByText('Chat deleted')).toBeNull());
});

it('does not pull the user back to the chats when another screen was opened', async () => {
  await openAndDelete();
  useNavigation.getState().showScreen('models');
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByText('1 chats');
  expect(useNavigation.getState().screen).toBe('models');
});

it('keeps the chat and says why when it cannot be deleted', async () => {
  await openAndDelete({
    'conversations.delete': () => {
      throw refusal('storage/full', 'The disk is full. Nothing was deleted.');
    },
  });
  await screen.findByText('The disk is full. Nothing was deleted.');
  expect(screen.getByText('1 chats')).toBeDefined();
  expect(useNavigation.getState().conversationId).toBe('c1');
});
