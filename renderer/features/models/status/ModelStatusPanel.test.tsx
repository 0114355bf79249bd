// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { LoadedModel, ModelStatus } from '../../../../preload/contract/models';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { readyStatus, sampleModel } from '../../../../test/helpers/renderer/sampleChat';
import { ModelStatusPanel } from './ModelStatusPanel';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const other = { ...sampleModel, id: 'qwen', name: 'Qwen3 4B' };

function openStatus(status: ModelStatus) {
  const recording = installBridge({
    'models.status': () => status,
    'models.load': () => readyStatus.loaded,
    'models.unload': () => null,
  });
  const { container } = renderInApp(<ModelStatusPanel models={[sampleModel, other]} />);
  return { recording, container };
}

const withLoaded = (changes: Partial<LoadedModel>): ModelStatus => ({
  ...readyStatus,
  loaded: { ...readyStatus.loaded, ...changes },
});

it('follows the loading', async () => {
  const { recording } = openStatus({ state: 'unloaded', kept: [] });
  await screen.findByText('Loads with the first question');
  recording.emit('models.statusChanged', { state: 'loading', modelId: 'starter', progress: 0.42 });
  await screen.findByText('Loading SmolLM2 135M, 42 %');
  recording.emit('models.statusChanged', readyStatus);
  await screen.findByText('SmolLM2 135M is ready');
});

it('tells what the loaded model really uses of the processor', async () => {
  const { container } = openStatus(withLoaded({ ramBytes: 212_000_000, flashAttention: false }));
  await screen.findByText('SmolLM2 135M is ready');
  expect(container.textContent).toMatch(
    /212 MB.*the processor.*0 of 31.*4,096 of 8,192.*Threads 2.*Flash attention off.*Memory mapping on.*0\.5 s/,
  );
});

it('tells what is on the graphics device and what is not', async () => {
  const { container } = openStatus(
    withLoaded({ device: 'GeForce RTX 3060', gpuLayers: 24, vramBytes: 2_200_000_000 }),
  );
  await screen.findByText('SmolLM2 135M is ready');
  expect(container.textContent).toMatch(/2\.2 GB on graphics.*GeForce RTX 3060 and the processor.*24 of 31/);
});

it('shows the models that are kept in memory and frees the one that is chosen', async () => {
  const { recording } = openStatus({ ...readyStatus, kept: [{ modelId: 'qwen', bytes: 1_200_000_000 }] });
  await screen.findByText('Also in memory: Qwen3 4B, 1.2 GB; switching back is instant.');
  await userEvent.click(screen.getByRole('button', { name: 'Free the memory of Qwen3 4B' }));
  expect(recording.inputsOf('models.unload')).toEqual([{ id: 'qwen' }]);
});

it('frees the memory of the loaded model alone', async () => {
  const { recording } = openStatus(readyStatus);
  await userEvent.click(await screen.findByRole('button', { name: 'Free the memory' }));
  expect(recording.inputsOf('models.unload')).toEqual([{ id: 'starter' }]);
});

it('gives up a load', async () => {
  const { recording } = openStatus({ state: 'loading', modelId: 'qwen', progress: 0.4 });
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(recording.inputsOf('models.unload')).toEqual([{ id: 'qwen' }]);
});

it('offers to free what stays in memory although nothing is ready', async () => {
  openStatus({ state: 'unloaded', kept: [{ modelId: 'qwen', bytes: 1_200_000_000 }] });
  await screen.findByRole('button', { name: 'Free the memory of Qwen3 4B' });
  expect(screen.queryByText(/Nothing is in memory/)).toBeNull();
});

it('says what failed, with a way to try again', async () => {
  const error = {
    code: 'model/out-of-memory',
    message: 'It needs 5 GB; 2 GB are free.',
    retryable: true,
  } as const;
  const { recording } = openStatus({ state: 'failed', modelId: 'qwen', error, kept: [] });
  await screen.findByText('It needs 5 GB; 2 GB are free.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(recording.inputsOf('models.load')).toEqual([{ id: 'qwen' }]);
});
