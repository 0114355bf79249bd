// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleConversation } from '../../../test/helpers/renderer/sampleChat';
import type { Conversation } from '../../../preload/contract/conversations';
import { useNavigation } from '../../navigation';
import { ChatList } from './ChatList';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const chats = ['Apples', 'Beans', 'Carrots'].map((title, index) =>
  sampleConversation({ id: `c${index + 1}`, title, updatedAt: Date.now() - index }),
);

async function openList(list: Conversation[] = chats) {
  const recording = installBridge({
    'conversations.list': () => ({ items: list, total: list.length }),
    'conversations.update': ({
      id,
      changes,
    }: {
      id: string;
      changes: { title?: string; isPinned?: boolean };
    }) => ({
      ...list.find((chat) => chat.id === id),
      ...(changes.title !== undefined && { title: changes.title }),
      ...(changes.isPinned !== undefined && { pinnedAt: changes.isPinned ? 1 : null }),
    }),
    'conversations.delete': () => null,
  });
  renderInApp(<ChatList />);
  await screen.findByRole('list', { name: 'Chats' });
  return { recording, user: userEvent.setup() };
}

const row = (title: string) => screen.getByRole('button', { name: title });
const focusedText = () => document.activeElement?.textContent;

it('has one row in the tab order and moves between rows by arrow keys', async () => {
  const { user } = await openList();
  await user.tab();
  expect(focusedText()).toBe('Apples');
  await user.keyboard('{ArrowDown}{ArrowDown}');
  await waitFor(() => expect(focusedText()).toBe('Carrots'));
  await user.keyboard('{Home}');
  await waitFor(() => expect(focusedText()).toBe('Apples'));
  await user.keyboard('{Enter}');
  expect(useNavigation.getState().conversationId).toBe('c1');
});

it('renames in place by F2 and gives the focus back to the row', async () => {
  const { user, recording } = await openList();
  row('Beans').focus();
  await user.keyboard('{F2}');
  await user.keyboard('Broad beans{Enter}');
  expect(recording.inputsOf('conversations.update')).toEqual([
    { id: 'c2', changes: { title: 'Broad beans' } },
  ]);
  await waitFor(() => expect(focusedText()).toBe('Broad beans'));
});

it('keeps the old title when renaming is given up or nothing is left of it', async () => {
  const { user, recording } = await openList();
  row('Beans').focus();
  await user.keyboard('{F2}Other{Escape}');
  await waitFor(() => expect(focusedText()).toBe('Beans'));
  await user.keyboard('{F2}{Backspace}{Enter}');
  await waitFor(() => expect(focusedText()).toBe('Beans'));
  expect(recording.inputsOf('conversations.update')).toEqual([]);
});

it('deletes by the Delete key and moves the focus to the neighbour', async () => {
  const { user, recording } = await openList();
  row('Beans').focus();
  await user.keyboard('{Delete}');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Beans' })).toBeNull());
  expect(recording.inputsOf('conversations.delete')).toEqual([{ id: 'c2' }]);
  expect(focusedText()).toBe('Carrots');
});

it('pins from the menu of a row and shows it above the others', async () => {
  const { user } = await openList();
  await user.click(screen.getByRole('button', { name: 'Options for “Carrots”' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Pin to the top' }));
  await screen.findByText('Pinned');
  const [firstRow] = screen.getAllByRole('listitem');
  expect(within(firstRow!).getByText('Carrots')).toBeDefined();
});

it('opens the same menu by a right click, and gives the focus back when it is closed', async () => {
  const { user } = await openList();
  await user.pointer({ keys: '[MouseRight]', target: row('Apples') });
  await screen.findByRole('menuitem', { name: /Rename/ });
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('menuitem')).toBeNull());
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Options for “Apples”');
});

it('says what will be here when there are no chats', async () => {
  installBridge({ 'conversations.list': () => ({ items: [], total: 0 }) });
  renderInApp(<ChatList />);
  await screen.findByText('No chats yet');
});
