// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { ModelStatus } from '../../../../preload/contract/models';
import { defaultSettings, type Settings } from '../../../../preload/contract/settings';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { readyStatus } from '../../../../test/helpers/renderer/sampleChat';
import { sampleMachine } from '../../../../test/helpers/renderer/sampleModels';
import { useSettings } from '../queries';
import { useSaveSettings } from '../useSaveSettings';
import { RuntimeSection } from './RuntimeSection';

afterEach(() => {
  cleanup();
  notifications.clean();
});

function Section() {
  const settings = useSettings().data;
  const save = useSaveSettings();
  return settings === undefined ? null : <RuntimeSection settings={settings} save={save} />;
}

async function openSection(start: Partial<Settings> = {}, status: ModelStatus = readyStatus) {
  let settings = { ...defaultSettings, ...start };
  const recording = installBridge({
    'settings.get': () => settings,
    'settings.update': (changes: Partial<Settings>) => (settings = { ...settings, ...changes }),
    'models.status': () => status,
    'models.load': () => readyStatus.loaded,
  });
  renderInApp(<Section />);
  await screen.findByRole('heading', { name: 'How models run' });
  return recording;
}

const row = (name: string) => within(screen.getByRole('group', { name }));

it('shows beside each setting what the loaded model really uses', async () => {
  await openSection();
  await row('Threads').findByText(/Really used now/);
  const used = Object.fromEntries(
    [
      'Size of the model’s window',
      'Graphics device',
      'Layers on the graphics device',
      'Threads',
      'Flash attention',
      'Memory mapping',
    ].map((name) => [name, row(name).getByText(/Really used now/).textContent]),
  );
  expect(used).toEqual({
    'Size of the model’s window': 'Really used now: 4,096 tokens',
    'Graphics device': 'Really used now: the processor',
    'Layers on the graphics device': 'Really used now: 0 of 31',
    Threads: 'Really used now: 2',
    'Flash attention': 'Really used now: on',
    'Memory mapping': 'Really used now: on',
  });
});

it('follows what is used when another model is loaded', async () => {
  const recording = await openSection();
  recording.emit('models.statusChanged', {
    ...readyStatus,
    loaded: { ...readyStatus.loaded, threads: 6, contextSize: 8192 },
    kept: [{ modelId: 'qwen', bytes: 1_200_000_000 }],
  });
  await row('Threads').findByText('Really used now: 6');
  row('Size of the model’s window').getByText(/8,192 tokens, the most this model was trained for/);
  row('Memory for models').getByText(/and 1\.2 GB for a kept model/);
});

it('offers the graphics devices that there are by name', async () => {
  const recording = await openSection();
  await userEvent.click(row('Graphics device').getByRole('combobox'));
  await userEvent.click(await screen.findByRole('option', { name: 'GeForce RTX 3060' }));
  await userEvent.click(row('Graphics device').getByRole('combobox'));
  await userEvent.click(await screen.findByRole('option', { name: 'Off: the processor alone' }));
  expect(recording.inputsOf('settings.update')).toEqual([
    { gpu: { device: 'GeForce RTX 3060' } },
    { gpu: 'off' },
  ]);
});

it('keeps a device that is not here now, and says so', async () => {
  await openSection({ gpu: { device: 'Radeon' } });
  await screen.findByDisplayValue('Radeon (not here now)');
});

it('says that there is no graphics device', async () => {
  const recording = await openSection();
  cleanup();
  recording.answer('models.machine', () => ({ ...sampleMachine, devices: [] }));
  renderInApp(<Section />);
  await screen.findByText(/There is none here that models can use/);
});

it('leaves numbers to Loam or takes them by hand', async () => {
  const recording = await openSection();
  await userEvent.click(row('Threads').getByText('By hand'));
  const field = await row('Threads').findByRole('textbox', { name: 'Number of threads' });
  await userEvent.clear(field);
  await userEvent.type(field, '3');
  await userEvent.tab();
  await userEvent.click(row('Threads').getByText('Automatic'));
  expect(recording.inputsOf('settings.update')).toEqual([
    { threads: 8 },
    { threads: 3 },
    { threads: 'auto' },
  ]);
});

it('keeps the last number when a field is left blank', async () => {
  const recording = await openSection({ gpuLayers: 24 });
  const field = row('Layers on the graphics device').getByRole<HTMLInputElement>('textbox', {
    name: 'Number of layers',
  });
  await userEvent.clear(field);
  await userEvent.tab();
  expect(field.value).toBe('24');
  expect(recording.inputsOf('settings.update')).toEqual([]);
});

it('counts the memory for models in gigabytes', async () => {
  const recording = await openSection({ modelMemoryBytes: 6_500_000_000 });
  const field = row('Memory for models').getByRole<HTMLInputElement>('textbox', {
    name: 'Memory for models in GB',
  });
  expect(field.value).toBe('6.5 GB');
  await userEvent.clear(field);
  await userEvent.type(field, '2.5');
  await userEvent.tab();
  await waitFor(() =>
    expect(recording.inputsOf('settings.update')).toEqual([{ modelMemoryBytes: 2_500_000_000 }]),
  );
});

it('sets flash attention and memory mapping', async () => {
  const recording = await openSection();
  await userEvent.click(row('Flash attention').getByText('Off'));
  await userEvent.click(row('Memory mapping').getByRole('switch'));
  expect(recording.inputsOf('settings.update')).toEqual([
    { flashAttention: 'off' },
    { memoryMapping: false },
  ]);
});

it('loads the model again with the settings of now when asked', async () => {
  const recording = await openSection();
  await userEvent.click(screen.getByRole('button', { name: 'Apply now' }));
  expect(recording.inputsOf('models.load')).toEqual([{ id: 'starter' }]);
  await screen.findByText('The settings count now');
});

it('has nothing to apply while no model is loaded', async () => {
  await openSection({}, { state: 'unloaded', kept: [] });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Apply now' }).disabled).toBe(true);
  expect(screen.getAllByText('No model is loaded now.')).toHaveLength(7);
});
