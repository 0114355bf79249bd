// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Assistant } from '../../../preload/contract/assistants';
import { defaultSampling } from '../../../preload/contract/sampling';
import { refusal } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { useNavigation } from '../../navigation';
import LibraryScreen from './LibraryScreen';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const teacher: Assistant = {
  id: 'a1',
  name: 'Teacher',
  description: 'Explains.',
  systemPrompt: 'You teach.',
  sampling: defaultSampling,
  createdAt: 1,
  updatedAt: 1,
};

function openLibrary(tab: 'assistants' | 'templates', answers: Parameters<typeof installBridge>[0] = {}) {
  const recording = installBridge(answers);
  useNavigation.getState().showLibrary(tab);
  renderInApp(<LibraryScreen />);
  return recording;
}

it('creates an assistant from what was filled in, and refuses one without a name', async () => {
  const recording = openLibrary('assistants', { 'assistants.create': () => teacher });
  await userEvent.click(await screen.findByRole('button', { name: 'New assistant' }));
  const drawer = within(await screen.findByRole('dialog', { name: 'New assistant' }));
  await userEvent.click(drawer.getByRole('button', { name: 'Create' }));
  expect(drawer.getByText('Please fill this in.')).toBeDefined();
  expect(recording.inputsOf('assistants.create')).toEqual([]);

  await userEvent.type(drawer.getByRole('textbox', { name: 'Name' }), 'Teacher');
  await userEvent.type(drawer.getByRole('textbox', { name: 'Instructions' }), 'You teach.');
  await userEvent.click(drawer.getByRole('button', { name: 'Create' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(recording.inputsOf('assistants.create')).toEqual([
    { name: 'Teacher', description: '', systemPrompt: 'You teach.', sampling: defaultSampling },
  ]);
});

it('keeps the editor open with what was typed when saving fails', async () => {
  openLibrary('assistants', {
    'assistants.list': () => [teacher],
    'assistants.update': () => {
      throw refusal('storage/full', 'The disk is full.');
    },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit Teacher' }));
  const name = within(await screen.findByRole('dialog')).getByRole<HTMLInputElement>('textbox', {
    name: 'Name',
  });
  await userEvent.type(name, ' of Latin{Enter}');
  await screen.findByText('The disk is full.');
  expect(name.value).toBe('Teacher of Latin');
});

it('starts a chat with an assistant', async () => {
  openLibrary('assistants', { 'assistants.list': () => [teacher] });
  await userEvent.click(await screen.findByRole('button', { name: 'Start a chat with Teacher' }));
  expect(useNavigation.getState()).toMatchObject({ screen: 'chat', newChatAssistantId: 'a1' });
});

it('asks before it deletes an assistant', async () => {
  const recording = openLibrary('assistants', {
    'assistants.list': () => [teacher],
    'assistants.delete': () => null,
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Delete Teacher' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete “Teacher”?' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(recording.inputsOf('assistants.delete')).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Delete Teacher' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(recording.inputsOf('assistants.delete')).toEqual([{ id: 'a1' }]));
});

it('shows the blanks of a template while it is written', async () => {
  const recording = openLibrary('templates', {
    'promptTemplates.create': (draft: object) => ({ ...draft, id: 't1', createdAt: 1, updatedAt: 1 }),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'New template' }));
  const drawer = within(await screen.findByRole('dialog'));
  expect(drawer.getByText('No blanks yet.')).toBeDefined();
  await userEvent.type(drawer.getByRole('textbox', { name: 'Name' }), 'Summary');
  await userEvent.click(drawer.getByRole('textbox', { name: 'Text' }));
  await userEvent.paste('Summarise {{text}} in {{count}} lines, {{text}}');
  expect(drawer.getByRole('status').textContent).toBe('Blanks:textcount');
  await userEvent.click(drawer.getByRole('button', { name: 'Create' }));
  await waitFor(() =>
    expect(recording.inputsOf('promptTemplates.create')).toEqual([
      { name: 'Summary', text: 'Summarise {{text}} in {{count}} lines, {{text}}' },
    ]),
  );
});
