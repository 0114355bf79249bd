// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Download } from '../../../../preload/contract/downloads';
import { defaultSettings } from '../../../../preload/contract/settings';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { sampleModel } from '../../../../test/helpers/renderer/sampleChat';
import { sampleDownload } from '../../../../test/helpers/renderer/sampleModels';
import { useNavigation } from '../../../navigation';
import ModelsScreen from '../ModelsScreen';

afterEach(() => {
  cleanup();
  notifications.clean();
});

const installed = { ...sampleModel, id: 'qwen', name: 'Qwen3 4B', origin: 'downloaded' as const };
const failure = {
  code: 'download/corrupt',
  message: 'It was damaged and deleted.',
  retryable: true,
} as const;

function openDownloads(downloads: Download[], tab: 'downloads' | 'installed' = 'downloads') {
  const recording = installBridge({
    'downloads.list': () => downloads,
    'downloads.resume': () => sampleDownload(),
    'downloads.remove': () => null,
    'models.list': () => [sampleModel, installed],
    'settings.update': () => ({ ...defaultSettings, defaultModelId: 'qwen' }),
  });
  useNavigation.getState().showModels(tab);
  renderInApp(<ModelsScreen />);
  return recording;
}

describe('the list of downloads', () => {
  it('puts what moves first, what waits for the user next, and what is done last', async () => {
    openDownloads([
      sampleDownload({ id: 'a', name: 'Done', state: 'done' }),
      sampleDownload({ id: 'b', name: 'Failed', state: 'failed', error: failure }),
      sampleDownload({ id: 'c', name: 'Checking', state: 'checking' }),
      sampleDownload({ id: 'd', name: 'Waiting', state: 'queued', createdAt: 1 }),
    ]);
    const cards = await screen.findAllByRole('article');
    expect(cards.map((card) => card.getAttribute('aria-label'))).toEqual([
      'Checking',
      'Waiting',
      'Failed',
      'Done',
    ]);
    expect(cards.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Checking that every byte is right'),
      expect.stringContaining('Waiting for its turn'),
      expect.stringContaining('It was damaged and deleted.'),
      expect.stringContaining('Downloaded and checked, 2.5 GB'),
    ]);
  });

  it('counts on its tab what is under way', async () => {
    const recording = openDownloads(
      [sampleDownload(), sampleDownload({ id: 'd2', state: 'done' })],
      'installed',
    );
    await screen.findByRole('tab', { name: /^Downloads\s*1\s*under way$/ });
    recording.emit('downloads.changed', sampleDownload({ state: 'paused' }));
    await screen.findByRole('tab', { name: 'Downloads' });
  });

  it('tries a failed one again', async () => {
    const recording = openDownloads([sampleDownload({ state: 'failed', error: failure })]);
    await userEvent.click(await screen.findByRole('button', { name: 'Try again to download Qwen3 4B' }));
    expect(recording.inputsOf('downloads.resume')).toEqual([{ id: 'd1' }]);
    await screen.findByText('Downloading');
  });

  it('says why one waits before it tries again', async () => {
    const error = { code: 'download/unreachable', message: 'The server is busy.', retryable: true } as const;
    openDownloads([sampleDownload({ state: 'queued', error })]);
    await screen.findByText('Waiting to try again');
    screen.getByText('The server is busy.');
  });

  it('lets the model that arrived be used for new chats', async () => {
    const recording = openDownloads([sampleDownload({ state: 'done', installedId: 'qwen' })]);
    await userEvent.click(await screen.findByRole('button', { name: 'Use for new chats' }));
    expect(recording.inputsOf('settings.update')).toEqual([{ defaultModelId: 'qwen' }]);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Use for new chats' })).toBeNull());
  });

  it('offers nothing for a model that was deleted since', async () => {
    openDownloads([sampleDownload({ state: 'done', installedId: 'gone' })]);
    await screen.findByText(/Downloaded and checked/);
    expect(screen.queryByRole('button', { name: 'Use for new chats' })).toBeNull();
  });

  it('forgets one that is taken off, here or elsewhere', async () => {
    const recording = openDownloads([
      sampleDownload({ state: 'done' }),
      sampleDownload({ id: 'd2', name: 'Other', state: 'paused' }),
    ]);
    await userEvent.click(await screen.findByRole('button', { name: 'Take Qwen3 4B off this list' }));
    await waitFor(() => expect(screen.queryByRole('article', { name: 'Qwen3 4B' })).toBeNull());
    recording.emit('downloads.removed', { id: 'd2' });
    await screen.findByText('No downloads');
  });
});

describe('a download that ends while the user looks elsewhere', () => {
  it('says once that the model is here, and makes it the one for new chats on request', async () => {
    const recording = openDownloads([sampleDownload()], 'installed');
    await screen.findByRole('article', { name: 'Qwen3 4B' });
    const done = sampleDownload({ state: 'done', installedId: 'qwen' });
    recording.emit('downloads.changed', done);
    recording.emit('downloads.changed', done);
    const notice = within(await screen.findByRole('alert'));
    notice.getByText('Qwen3 4B is here');
    notice.getByText('2.5 GB downloaded and checked.');
    await userEvent.click(notice.getByRole('button', { name: 'Use it for new chats' }));
    expect(recording.inputsOf('settings.update')).toEqual([{ defaultModelId: 'qwen' }]);
    await waitFor(() => expect(screen.queryByText('Qwen3 4B is here')).toBeNull());
  });

  it('says why one failed, and tries again on request', async () => {
    const recording = openDownloads([sampleDownload()], 'installed');
    await screen.findByRole('tab', { name: /^Downloads\s*1\s*under way$/ });
    recording.emit('downloads.changed', sampleDownload({ state: 'failed', error: failure }));
    const notice = within(await screen.findByRole('alert'));
    notice.getByText('It was damaged and deleted.');
    await userEvent.click(notice.getByRole('button', { name: 'Try again' }));
    expect(recording.inputsOf('downloads.resume')).toEqual([{ id: 'd1' }]);
  });

  it('brings new models into the list', async () => {
    const recording = openDownloads([], 'installed');
    await screen.findByRole('article', { name: 'Qwen3 4B' });
    recording.answer('models.list', () => [
      sampleModel,
      installed,
      { ...installed, id: 'x', name: 'Arrived' },
    ]);
    recording.emit('models.listChanged', {});
    await screen.findByRole('article', { name: 'Arrived' });
  });
});
