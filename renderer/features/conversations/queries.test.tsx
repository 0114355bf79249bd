// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { refusal } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleConversation } from '../../../test/helpers/renderer/sampleChat';
import { useConversationList } from './queries';

afterEach(cleanup);

const first = sampleConversation({ id: 'c1', title: 'First', updatedAt: 10 });
const second = sampleConversation({ id: 'c2', title: 'Second', updatedAt: 5 });

function Titles() {
  const list = useConversationList().data;
  return <p>{list?.map(({ title }) => title).join(', ') ?? 'reading'}</p>;
}

function openList() {
  const recording = installBridge({
    'conversations.list': () => ({ items: [first, second], total: 2 }),
    'conversations.get': () => first,
  });
  renderInApp(<Titles />);
  return recording;
}

it('shows a new title and the new order without reading the list again', async () => {
  const recording = openList();
  await screen.findByText('First, Second');
  recording.answer('conversations.get', () => ({ ...second, title: 'Renamed', updatedAt: 20 }));
  recording.emit('conversations.changed', { id: 'c2' });
  await screen.findByText('Renamed, First');
  expect(recording.inputsOf('conversations.list')).toHaveLength(1);
});

it('drops a chat that is gone when it is told of a change', async () => {
  const recording = openList();
  await screen.findByText('First, Second');
  recording.answer('conversations.get', () => {
    throw refusal('conversation/not-found', 'This chat is gone.');
  });
  recording.emit('conversations.changed', { id: 'c1' });
  await screen.findByText('Second');
});

it('reads the list anew when a change arrives while it is being read', async () => {
  const recording = installBridge({ 'conversations.get': () => ({ ...first, title: 'Renamed' }) });
  let finishReading: () => void = () => undefined;
  recording.answer('conversations.list', () => {
    const page = { items: [first, second], total: 2 };
    return new Promise((resolve) => (finishReading = () => resolve(page)));
  });
  renderInApp(<Titles />);
  await waitFor(() => expect(recording.inputsOf('conversations.list')).toHaveLength(1));
  recording.emit('conversations.changed', { id: 'c1' });
  await waitFor(() => expect(recording.inputsOf('conversations.list')).toHaveLength(2));
  recording.answer('conversations.list', () => ({ items: [], total: 0 }));
  finishReading();
  await screen.findByText('First, Second');
});
