// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { CatalogueModel } from '../../../../preload/contract/catalogue';
import { refusal } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import {
  sampleCatalogueModel,
  sampleDownload,
  sampleFit,
} from '../../../../test/helpers/renderer/sampleModels';
import { FindPanel } from './FindPanel';

afterEach(() => {
  cleanup();
  notifications.clean();
});

function openFind(models: CatalogueModel[], problems: string[] = []) {
  const recording = installBridge({
    'catalogue.list': () => ({
      models,
      problems,
      userFile: '/home/ada/.loam/catalog.json',
      hub: 'huggingface.co',
    }),
    'downloads.start': ({ source }: { source: never }) => sampleDownload({ source }),
    'downloads.pause': () => sampleDownload({ state: 'paused' }),
    'downloads.resume': () => sampleDownload(),
    'downloads.remove': () => null,
  });
  renderInApp(<FindPanel />);
  return recording;
}

const card = (name: string) => screen.findByRole('article', { name });
const big = sampleCatalogueModel({
  id: 'big',
  name: 'Mistral 24B',
  isRecommended: false,
  fit: sampleFit({ verdict: 'too-large' }),
});

it('shows the recommended model first, and what this computer has', async () => {
  openFind([big, sampleCatalogueModel()]);
  await screen.findByText(/16 GB of memory, 9\.2 GB free · 8 cores · GeForce RTX 3060/);
  const cards = await screen.findAllByRole('article');
  expect(cards.map((element) => element.getAttribute('aria-label'))).toEqual(['Qwen3 4B', 'Mistral 24B']);
  within(await card('Qwen3 4B')).getByText('Recommended for this computer');
  expect((await card('Qwen3 4B')).textContent).toMatch(
    /Writing, summaries.*2\.5 GB.*4B.*32,768 tokens.*Apache-2\.0.*Q4_K_M: weights/,
  );
});

it('downloads in place: how far, how fast, how long, and can be paused and gone on with', async () => {
  const recording = openFind([sampleCatalogueModel()]);
  const qwen = within(await card('Qwen3 4B'));
  await userEvent.click(qwen.getByRole('button', { name: 'Download, 2.5 GB: Qwen3 4B' }));
  expect(recording.inputsOf('downloads.start')).toEqual([
    { kind: 'model', source: { type: 'catalogue', catalogueId: 'qwen3-4b' } },
  ]);
  await qwen.findByText('1.1 of 2.5 GB · 12 MB/s · 2 min left');
  recording.emit('downloads.changed', sampleDownload({ receivedBytes: 2_000_000_000, secondsLeft: 41 }));
  await qwen.findByText('2 of 2.5 GB · 12 MB/s · 41 s left');
  await userEvent.click(qwen.getByRole('button', { name: 'Pause the download of Qwen3 4B' }));
  await qwen.findByText('Paused');
  await userEvent.click(qwen.getByRole('button', { name: 'Resume the download of Qwen3 4B' }));
  await qwen.findByText('Downloading');
});

it('can be downloaded again after its download was cancelled', async () => {
  const recording = openFind([sampleCatalogueModel({ downloadId: 'd1' })]);
  recording.answer('downloads.list', () => [sampleDownload()]);
  const qwen = within(await card('Qwen3 4B'));
  await userEvent.click(await qwen.findByRole('button', { name: 'Cancel the download of Qwen3 4B' }));
  expect(recording.inputsOf('downloads.remove')).toEqual([{ id: 'd1' }]);
  await qwen.findByRole('button', { name: 'Download, 2.5 GB: Qwen3 4B' });
});

it('shows that a model is on this computer already', async () => {
  openFind([sampleCatalogueModel({ installedModelId: 'qwen' })]);
  const qwen = within(await card('Qwen3 4B'));
  await qwen.findByText('On this computer');
  expect(qwen.queryByRole('button', { name: 'Download, 2.5 GB: Qwen3 4B' })).toBeNull();
});

it('warns before a model is fetched that does not fit', async () => {
  openFind([big]);
  within(await card('Mistral 24B')).getByRole('button', {
    name: 'Download all the same, 2.5 GB: Mistral 24B',
  });
});

it('says what could not be used of the user’s own list, and where that lies', async () => {
  openFind([sampleCatalogueModel({ isUserDefined: true })], ['The entry “mine” has no file.']);
  await screen.findByText('The entry “mine” has no file.');
  screen.getByText('/home/ada/.loam/catalog.json');
  within(await card('Qwen3 4B')).getByText('From your own list');
});

it('names the server before it asks it, and asks only when told to', async () => {
  const recording = openFind([]);
  const field = await screen.findByRole('textbox', { name: 'Repository or address' });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Look' }).disabled).toBe(true);
  await userEvent.type(field, 'owner/name');
  screen.getByText('Look asks huggingface.co what is there. Nothing else is sent.');
  await userEvent.clear(field);
  await userEvent.type(field, 'https://models.example.org/a.gguf');
  screen.getByText('Look asks models.example.org what is there. Nothing else is sent.');
  expect(recording.inputsOf('catalogue.look')).toEqual([]);
});

it('names another hub where one is set', async () => {
  const recording = openFind([]);
  cleanup();
  recording.answer('catalogue.list', () => ({
    models: [],
    problems: [],
    userFile: '',
    hub: '127.0.0.1:8080',
  }));
  renderInApp(<FindPanel />);
  await screen.findByText(/They come from 127\.0\.0\.1:8080/);
  await userEvent.type(screen.getByRole('textbox', { name: 'Repository or address' }), 'owner/name');
  screen.getByText('Look asks 127.0.0.1:8080 what is there. Nothing else is sent.');
});

it('lets a file of a pasted repository be chosen, smallest first, by size, words and fit', async () => {
  const recording = openFind([]);
  recording.answer('catalogue.look', () => ({
    source: { type: 'repository', repository: 'owner/name', revision: 'abc' },
    licence: 'mit',
    offers: [
      { files: ['m-Q8_0.gguf'], bytes: 8e9, quantization: 'Q8_0', fit: sampleFit({ verdict: 'slow' }) },
      { files: ['m-Q4_K_M.gguf', 'm-2.gguf'], bytes: 4e9, quantization: 'Q4_K_M', fit: sampleFit() },
    ],
  }));
  await userEvent.type(
    await screen.findByRole('textbox', { name: 'Repository or address' }),
    ' owner/name {Enter}',
  );
  expect(recording.inputsOf('catalogue.look')).toEqual([{ kind: 'model', text: 'owner/name' }]);
  const offers = await screen.findAllByRole('article');
  expect(offers.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/^m-Q4_K_M\.gguf and 1 more part4 GB · Q4_K_M: .*Fits/),
    expect.stringMatching(/^m-Q8_0\.gguf8 GB · Q8_0: .*May be slow/),
  ]);
  await userEvent.click(screen.getByRole('button', { name: 'Download m-Q4_K_M.gguf' }));
  const source = {
    type: 'repository',
    repository: 'owner/name',
    revision: 'abc',
    files: ['m-Q4_K_M.gguf', 'm-2.gguf'],
  };
  expect(recording.inputsOf('downloads.start')).toEqual([{ kind: 'model', source }]);
  await within(await card('m-Q4_K_M.gguf')).findByText('Downloading');
});

it('fetches a pasted address as it is', async () => {
  const recording = openFind([]);
  const source = { type: 'url', url: 'https://models.example.org/a.gguf' };
  recording.answer('catalogue.look', () => ({
    source,
    licence: null,
    offers: [{ files: ['a.gguf'], bytes: null, quantization: null, fit: null }],
  }));
  await userEvent.type(
    await screen.findByRole('textbox', { name: 'Repository or address' }),
    `${source.url}{Enter}`,
  );
  expect((await card('a.gguf')).textContent).toContain('size not stated');
  await userEvent.click(screen.getByRole('button', { name: 'Download a.gguf' }));
  await waitFor(() => expect(recording.inputsOf('downloads.start')).toEqual([{ kind: 'model', source }]));
});

it('says why nothing was found, with a way to ask again', async () => {
  const recording = openFind([]);
  recording.answer('catalogue.look', () => {
    throw refusal('download/unreachable', 'huggingface.co does not answer.');
  });
  await userEvent.type(
    await screen.findByRole('textbox', { name: 'Repository or address' }),
    'owner/name{Enter}',
  );
  await screen.findByText('huggingface.co does not answer.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(recording.inputsOf('catalogue.look')).toHaveLength(2));
});
