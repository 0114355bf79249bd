// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { refusal, type RecordingBridge } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { sampleModel } from '../../../../test/helpers/renderer/sampleChat';
import ModelsScreen from '../ModelsScreen';

afterEach(() => {
  cleanup();
  notifications.clean();
});

async function openModels(): Promise<RecordingBridge> {
  const recording = installBridge({
    'models.chooseFiles': () => ['/home/ada/qwen.gguf'],
    'models.add': () => ({ streamId: 's1' }),
    'models.cancelAdd': () => null,
  });
  renderInApp(<ModelsScreen />);
  await screen.findByRole('article', { name: 'SmolLM2 135M' });
  return recording;
}

async function chooseFile(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: 'Add a model file…' }));
  await screen.findByRole('dialog');
}

/** What a drag brings; jsdom has no transfer of its own. */
function transferOf(files: File[], types = ['Files']) {
  return { dataTransfer: { files, types } };
}

const added = { ...sampleModel, id: 'qwen', name: 'Qwen3 4B', origin: 'copied' as const };
const invalid = { code: 'model/file-invalid', message: 'It is cut off.', retryable: false } as const;

it('copies the chosen file, shows how far it is, and says that it was added', async () => {
  const recording = await openModels();
  await chooseFile();
  expect(screen.getByRole('dialog', { name: 'Add qwen.gguf' })).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(recording.inputsOf('models.add')).toEqual([{ paths: ['/home/ada/qwen.gguf'], mode: 'copy' }]);
  recording.streams[0]?.send({
    type: 'progress',
    fileName: 'qwen.gguf',
    copiedBytes: 1_000_000_000,
    totalBytes: 4_000_000_000,
  });
  await screen.findByText('Copying qwen.gguf');
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
  recording.answer('models.list', () => [sampleModel, added]);
  recording.streams[0]?.send({ type: 'end', result: { added: [added], refused: [] } });
  await screen.findByText('Qwen3 4B can be loaded now.');
  await screen.findByRole('article', { name: 'Qwen3 4B' });
  expect(screen.queryByText('Copying qwen.gguf')).toBeNull();
});

it('uses the file where it is when that is chosen', async () => {
  const recording = await openModels();
  await chooseFile();
  await userEvent.click(screen.getByRole('radio', { name: 'Use it where it is' }));
  await userEvent.click(screen.getByRole('button', { name: 'Link' }));
  expect(recording.inputsOf('models.add')).toEqual([{ paths: ['/home/ada/qwen.gguf'], mode: 'link' }]);
});

it('adds nothing when the user changes their mind in either dialog', async () => {
  const recording = await openModels();
  await chooseFile();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  recording.answer('models.chooseFiles', () => null);
  await userEvent.click(screen.getByRole('button', { name: 'Add a model file…' }));
  await waitFor(() => expect(recording.inputsOf('models.chooseFiles')).toHaveLength(2));
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(recording.inputsOf('models.add')).toEqual([]);
});

it('stops a copy when asked', async () => {
  const recording = await openModels();
  await chooseFile();
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(recording.inputsOf('models.cancelAdd')).toEqual([{}]);
  recording.streams[0]?.send({ type: 'end', result: { added: [], refused: [] } });
  await waitFor(() => expect(screen.queryByText('Checking the files')).toBeNull());
  expect(screen.queryByRole('alert')).toBeNull();
});

it('names each file that was refused with its reason, until that is dismissed', async () => {
  const recording = await openModels();
  await chooseFile();
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  const refused = [
    { fileName: 'a.gguf', error: invalid },
    { fileName: 'b.txt', error: { ...invalid, message: 'It is not a GGUF file.' } },
  ];
  recording.streams[0]?.send({ type: 'end', result: { added: [], refused } });
  const alert = await screen.findByRole('alert', { name: '2 files were not added' });
  expect(alert.textContent).toMatch(/a\.gguf: It is cut off\..*b\.txt: It is not a GGUF file\./);
  await userEvent.click(within(alert).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says so when adding could not even begin', async () => {
  const recording = await openModels();
  recording.answer('models.add', () => {
    throw refusal('storage/full', 'The disk is full.');
  });
  await chooseFile();
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await screen.findByText('No model was added');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add a model file…' }).disabled).toBe(false);
});

it('takes files that are dropped anywhere on the screen, and says what they weigh', async () => {
  const recording = await openModels();
  const heading = screen.getByRole('heading', { level: 1 });
  const files = [new File(['12345'], 'a.gguf'), new File(['123'], 'b.gguf')];
  fireEvent.dragEnter(heading, transferOf(files));
  await screen.findByText('Drop GGUF files here');
  const drop = createEvent.drop(heading, transferOf(files));
  fireEvent(heading, drop);
  expect(drop.defaultPrevented).toBe(true);
  const dialog = await screen.findByRole('dialog', { name: 'Add 2 files' });
  expect(dialog.textContent).toMatch(/a\.gguf, b\.gguf.*8 bytes/);
  await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(recording.inputsOf('models.add')).toEqual([
    { paths: ['/dropped/a.gguf', '/dropped/b.gguf'], mode: 'copy' },
  ]);
  expect(screen.queryByText('Drop GGUF files here')).toBeNull();
});

it('lets text that is dragged over it be', async () => {
  await openModels();
  fireEvent.dragEnter(screen.getByRole('heading', { level: 1 }), transferOf([], ['text/plain']));
  expect(screen.queryByText('Drop GGUF files here')).toBeNull();
});
