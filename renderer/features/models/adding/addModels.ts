import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import type { AddModelsPart, AddModelsResult } from '../../../../preload/contract/models';
import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { modelKeys } from '../queries';
import { setAddModelsState, useAddModelsState, type FilesToAdd } from './addModelsStore';

/** Below this a rate would only show how the first blocks fared. */
const shortestMeasureMs = 500;

/** Asks for files with the system's dialog; then the window asks how to add them. */
export async function chooseModelFiles(): Promise<void> {
  try {
    const paths = await api.models.chooseFiles({});
    if (paths !== null) askHowToAdd({ paths, bytes: null });
  } catch (error) {
    notifyError(error);
  }
}

/** Lets the user decide between copying and linking. One attempt at a time. */
export function askHowToAdd(files: FilesToAdd): void {
  if (useAddModelsState.getState().isAdding) {
    notifications.show({
      id: 'models:adding',
      title: 'One after the other',
      message: 'Other model files are being added. Add these when they are done.',
    });
    return;
  }
  setAddModelsState({ asked: files });
}

export function dismissQuestion(): void {
  setAddModelsState({ asked: null });
}

export function dismissRefusals(): void {
  setAddModelsState({ refused: [] });
}

/** Adds the files that were asked about, and tells what came of it. */
export async function addAskedFiles(mode: 'copy' | 'link', client: QueryClient): Promise<void> {
  const { asked } = useAddModelsState.getState();
  if (asked === null) return;
  setAddModelsState({ asked: null, isAdding: true, progress: null, refused: [] });
  const startedAt = performance.now();
  const take = (part: AddModelsPart): void => {
    if (part.type === 'end') finish(part.result, client);
    else setAddModelsState({ progress: { ...part, bytesPerSecond: rateOf(part.copiedBytes, startedAt) } });
  };
  try {
    await api.models.add({ paths: [...asked.paths], mode }, take);
  } catch (error) {
    setAddModelsState({ isAdding: false, progress: null });
    notifyError(error, { title: 'No model was added' });
  }
}

/** Stops a copy; what was added before stays. */
export async function cancelAdding(): Promise<void> {
  try {
    await api.models.cancelAdd({});
  } catch (error) {
    notifyError(error);
  }
}

function rateOf(copiedBytes: number, startedAt: number): number | null {
  const elapsedMs = performance.now() - startedAt;
  return elapsedMs < shortestMeasureMs ? null : (copiedBytes / elapsedMs) * 1000;
}

function finish({ added, refused }: AddModelsResult, client: QueryClient): void {
  setAddModelsState({
    isAdding: false,
    progress: null,
    // Their own cancellation is nothing to tell people about.
    refused: refused.filter(({ error }) => error.code !== 'generation/cancelled'),
  });
  const changed = [modelKeys.list, modelKeys.machine, modelKeys.catalogue];
  for (const queryKey of changed) void client.invalidateQueries({ queryKey });
  if (added.length === 0) return;
  notifications.show({
    color: 'moss',
    title: added.length === 1 ? 'Model added' : `${added.length} models added`,
    message: `${added.map(({ name }) => name).join(', ')} can be loaded now.`,
  });
}
