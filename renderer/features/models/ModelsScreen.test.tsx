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
import { sampleFit } from '../../../test/helpers/renderer/sampleModels';
import { useNavigation } from '../../navigation';
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
  quantization: 'Q4_K_M',
  licence: null,
  contextLength: null,
};
const downloaded: InstalledModel = {
  ...linked,
  id: 'qwen',
  name: 'Qwen3 4B',
  origin: 'downloaded',
  source: 'Qwen/Qwen3-4B-GGUF',
  goodFor: 'Writing and summaries.',
};

function openModels(models: InstalledModel[], status: ModelStatus = { state: 'unloaded', kept: [] }) {
  const recording = installBridge({
    'models.list': () => models,
    'models.status': () => status,
    'models.load': () => readyStatus.loaded,
    'models.unload': () => null,
    'models.remove': () => ({ freedBytes: 0 }),
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

it('says in words what a quantisation is, and what a model is good for', async () => {
  openModels([downloaded]);
  const { textContent } = await card('Qwen3 4B');
  expect(textContent).toContain('Q4_K_M: weights stored in about 4.8 bits each; small and close');
  expect(textContent).toContain('Writing and summaries.');
});

it('shows where a model came from and when it was used when more is asked', async () => {
  openModels([{ ...downloaded, lastUsedAt: Date.now(), fileCount: 3, architecture: 'qwen3' }]);
  const qwen = within(await card('Qwen3 4B'));
  const more = qwen.getByRole('button', { name: 'More facts' });
  expect(more.getAttribute('aria-expanded')).toBe('false');
  await userEvent.click(more);
  expect((await card('Qwen3 4B')).textContent).toMatch(
    /qwen3.*today.*mistral\.gguf and 2 more parts.*Qwen\/Qwen3-4B-GGUF/,
  );
});

it('says whether a model fits, with the numbers behind the word', async () => {
  const recording = openModels([linked]);
  recording.answer('models.fit', () =>
    sampleFit({ verdict: 'too-large', reason: 'It needs 14 GB; 8 GB can be had.', ramBytes: 14e9 }),
  );
  const mistral = within(await card('Mistral 7B'));
  await userEvent.click(await mistral.findByRole('button', { name: 'Won’t fit: show the numbers' }));
  const numbers = await screen.findByRole('dialog');
  expect(numbers.textContent).toMatch(/It needs 14 GB; 8 GB can be had\..*14 GB.*4,096 tokens.*12 tokens\/s/);
});

it('judges anew when memory was taken or freed', async () => {
  const recording = openModels([linked]);
  await screen.findByText('Fits');
  recording.answer('models.fit', () => sampleFit({ verdict: 'slow' }));
  recording.emit('models.statusChanged', readyStatus);
  await screen.findByText('May be slow');
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

it('gives a model the name that was typed', async () => {
  const recording = openModels([linked]);
  recording.answer('models.rename', ({ name }: { name: string }) => ({ ...linked, name }));
  await userEvent.click(within(await card('Mistral 7B')).getByRole('button', { name: 'Rename Mistral 7B' }));
  await userEvent.keyboard('House model{Enter}');
  await card('House model');
  expect(recording.inputsOf('models.rename')).toEqual([{ id: 'mistral', name: 'House model' }]);
});

it('leaves the starter model its name and its place', async () => {
  openModels([sampleModel]);
  const starter = within(await card('SmolLM2 135M'));
  expect(starter.queryByRole('button', { name: /Rename|Delete/ })).toBeNull();
});

it('offers to choose the file of a model whose file is gone, and cannot load it', async () => {
  const recording = openModels([{ ...linked, isPresent: false }]);
  recording.answer('models.chooseFiles', () => {
    throw refusal('model/file-invalid', 'This is not a GGUF file.');
  });
  const mistral = within(await card('Mistral 7B'));
  expect(mistral.queryByRole('button', { name: 'Load now' })).toBeNull();
  await userEvent.click(mistral.getByRole('button', { name: 'Choose the file…' }));
  await screen.findByText('This is not a GGUF file.');
  expect(recording.inputsOf('models.fit')).toEqual([]);
});

it('loads a model that was set aside only when that is asked for by name', async () => {
  const quarantine = { reason: 'It ended the model process twice.', at: 1 };
  const recording = openModels([{ ...linked, quarantine }]);
  const mistral = within(await card('Mistral 7B'));
  expect(mistral.getByRole('alert').textContent).toContain('It ended the model process twice.');
  expect(mistral.queryByRole('button', { name: 'Load now' })).toBeNull();
  await userEvent.click(mistral.getByRole('button', { name: 'Try again anyway' }));
  expect(recording.inputsOf('models.load')).toEqual([{ id: 'mistral' }]);
});

it('asks before it forgets a linked model, and says that the file stays', async () => {
  const recording = openModels([linked]);
  const remove = { name: 'Remove from the list: Mistral 7B' };
  await userEvent.click(within(await card('Mistral 7B')).getByRole('button', remove));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/The file stays where it is/)).toBeDefined();
  expect(recording.inputsOf('models.remove')).toEqual([]);
  await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
  await screen.findByText('Its file stays where it is.');
  expect(recording.inputsOf('models.remove')).toEqual([{ id: 'mistral' }]);
});

it('asks before it deletes a model of its own, and says how much became free', async () => {
  const recording = openModels([downloaded]);
  recording.answer('models.remove', () => ({ freedBytes: 4_372_812_000 }));
  await userEvent.click(within(await card('Qwen3 4B')).getByRole('button', { name: 'Delete: Qwen3 4B' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete “Qwen3 4B”?' }));
  recording.answer('models.list', () => []);
  await userEvent.click(dialog.getByRole('button', { name: 'Delete and free 4.4 GB' }));
  await screen.findByText('4.4 GB on the disk are free again.');
  await waitFor(() => expect(screen.queryByRole('article')).toBeNull());
});

it('says why a model could not be removed', async () => {
  const recording = openModels([downloaded]);
  recording.answer('models.remove', () => {
    throw refusal('storage/unwritable', 'The folder cannot be written.');
  });
  await userEvent.click(within(await card('Qwen3 4B')).getByRole('button', { name: 'Delete: Qwen3 4B' }));
  await userEvent.click(await screen.findByRole('button', { name: /^Delete and free/ }));
  await screen.findByText('Qwen3 4B was not removed');
  await card('Qwen3 4B');
});

it('says what to do first when there is no model', async () => {
  openModels([]);
  await screen.findByText('No model here yet');
  await userEvent.click(screen.getByRole('button', { name: 'Find models' }));
  expect(useNavigation.getState().modelsTab).toBe('find');
});
