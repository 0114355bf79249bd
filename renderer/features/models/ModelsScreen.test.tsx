// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { InstalledModel, ModelStatus } from '../../../preload/contract/models';
import { defaultSettings } from '../../../preload/contract/settings';
import { refusal } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { readyStatus, sampleModel } from '../../../test/helpers/renderer/sampleChat';
import ModelsScreen from './ModelsScreen';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const linked: InstalledModel = {
  ...sampleModel,
  id: 'mistral',
  name: 'Mistral 7B',
  fileName: 'mistral.gguf',
  origin: 'linked',
  bytes: 4_372_812_000,
  licence: null,
  contextLength: null,
};

function openModels(models: InstalledModel[], status: ModelStatus = { state: 'unloaded' }) {
  const recording = installBridge({
    'models.list': () => models,
    'models.status': () => status,
    'models.load': () => (readyStatus.state === 'ready' ? readyStatus.loaded : null),
    'models.unlink': () => null,
    'settings.update': () => ({ ...defaultSettings, defaultModelId: 'mistral' }),
  });
  renderInApp(<ModelsScreen />);
  return recording;
}

const card = (name: string) => screen.findByRole('article', { name });

it('tells what is known of a model and what is not', async () => {
  openModels([sampleModel, linked]);
  expect((await card('SmolLM2 135M')).textContent).toMatch(/98\.4 MB.*135M.*8,192 tokens.*Apache-2\.0/);
  expect((await card('Mistral 7B')).textContent).toMatch(/4\.4 GB.*known after the first load.*not stated/);
});

it('loads the model that was chosen and makes it the one for new chats', async () => {
  const recording = openModels([sampleModel, linked]);
  const mistral = within(await card('Mistral 7B'));
  await userEvent.click(mistral.getByRole('button', { name: 'Load now' }));
  expect(recording.inputsOf('models.load')).toEqual([{ id: 'mistral' }]);
  await userEvent.click(mistral.getByRole('button', { name: 'Use for new chats' }));
  expect(recording.inputsOf('settings.update')).toEqual([{ defaultModelId: 'mistral' }]);
  await mistral.findByText('Used for new chats');
});

it('marks the model that answers new chats where the file of the starter is missing', async () => {
  openModels([{ ...sampleModel, isPresent: false }, linked]);
  await within(await card('Mistral 7B')).findByText('Used for new chats');
  expect(within(await card('SmolLM2 135M')).queryByText('Used for new chats')).toBeNull();
});

it('follows the loading', async () => {
  const recording = openModels([sampleModel]);
  await screen.findByText('Loads with the first question');
  recording.emit('models.statusChanged', { state: 'loading', modelId: 'starter', progress: 0.42 });
  await screen.findByText('Loading SmolLM2 135M, 42 %');
  recording.emit('models.statusChanged', readyStatus);
  await screen.findByText('SmolLM2 135M is ready');
});

it('says what failed, with a way to try again', async () => {
  const error = {
    code: 'model/out-of-memory',
    message: 'It needs 5 GB; 2 GB are free.',
    retryable: true,
  } as const;
  const recording = openModels([linked], { state: 'failed', modelId: 'mistral', error });
  await screen.findByText('It needs 5 GB; 2 GB are free.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(recording.inputsOf('models.load')).toEqual([{ id: 'mistral' }]);
});

it('offers to choose the file of a model whose file is gone, and cannot load it', async () => {
  const recording = openModels([{ ...linked, isPresent: false }]);
  recording.answer('models.linkFile', () => {
    throw refusal('model/file-invalid', 'This is not a GGUF file.');
  });
  const mistral = within(await card('Mistral 7B'));
  expect(mistral.queryByRole('button', { name: 'Load now' })).toBeNull();
  await userEvent.click(mistral.getByRole('button', { name: 'Choose the file…' }));
  await screen.findByText('This is not a GGUF file.');
});

it('asks before it forgets a model, and says that the file stays', async () => {
  const recording = openModels([linked]);
  await userEvent.click(
    within(await card('Mistral 7B')).getByRole('button', { name: 'Remove from the list' }),
  );
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/The file stays where it is/)).toBeDefined();
  expect(recording.inputsOf('models.unlink')).toEqual([]);
  await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(recording.inputsOf('models.unlink')).toEqual([{ id: 'mistral' }]));
});

it('says what to do first when there is no model', async () => {
  openModels([]);
  await screen.findByText('No model here yet');
  expect(screen.getByRole('button', { name: 'Add a model file…' })).toBeDefined();
});
