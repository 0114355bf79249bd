// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../../../preload/contract/adapters';
import { refusal, type RecordingBridge } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { sampleAdapter } from '../../../../test/helpers/renderer/sampleAdapters';
import { sampleDownload } from '../../../../test/helpers/renderer/sampleModels';
import { useNavigation } from '../../../navigation';
import AdaptersScreen from '../AdaptersScreen';

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

afterEach(() => {
  cleanup();
  notifications.clean();
});

function openAdapters(
  adapters: Adapter[],
  answers: Parameters<typeof installBridge>[0] = {},
): RecordingBridge {
  const recording = installBridge({
    'adapters.list': () => adapters,
    'adapters.compatibility': () => adapters.map(({ id }) => ({ adapterId: id, refusal: null })),
    ...answers,
  });
  renderInApp(<AdaptersScreen />);
  return recording;
}

async function chooseFromMenu(button: string, option: string | RegExp): Promise<void> {
  await user.click(await screen.findByRole('button', { name: button }));
  await user.click(await screen.findByRole('menuitem', { name: option }));
}

/** Drops files anywhere on the screen. */
async function drop(...names: string[]): Promise<void> {
  const files = names.map((name) => new File(['x'], name));
  const target = await screen.findByRole('heading', { name: 'Adapters', level: 1 });
  const dataTransfer = { types: ['Files'], files };
  fireEvent.dragEnter(target, { dataTransfer });
  await screen.findByText('Drop adapters here');
  fireEvent.drop(target, { dataTransfer });
}

describe('adding', () => {
  it('takes the file that was chosen, and offers to try it', async () => {
    const recording = openAdapters([], {
      'adapters.choose': () => '/files/pirate.gguf',
      'adapters.add': () => sampleAdapter(),
    });
    await chooseFromMenu('Add an adapter', /GGUF file…/);
    await screen.findByText('Pirate v1 is here');
    expect(recording.inputsOf('adapters.choose')).toEqual([{ what: 'file' }]);
    expect(recording.inputsOf('adapters.add')).toEqual([{ path: '/files/pirate.gguf', baseModelId: null }]);
    await user.click(screen.getByRole('button', { name: 'Try it in a new chat' }));
    expect(useNavigation.getState().screen).toBe('chat');
  });

  it('does nothing when the dialog was cancelled', async () => {
    const recording = openAdapters([], { 'adapters.choose': () => null });
    await chooseFromMenu('Add an adapter', /PEFT folder…/);
    await waitFor(() => expect(recording.inputsOf('adapters.choose')).toEqual([{ what: 'folder' }]));
    expect(recording.inputsOf('adapters.add')).toEqual([]);
  });

  it('keeps the reason of a refusal on the screen, with the next step, until it is closed', async () => {
    openAdapters([], {
      'adapters.choose': () => '/files/wrong-base.gguf',
      'adapters.add': () => {
        throw refusal('adapter/wrong-base', 'It was made for a model with 960 dimensions; yours has 576.');
      },
    });
    await chooseFromMenu('Add an adapter', /GGUF file…/);
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('wrong-base.gguf: The adapter belongs to another model')).toBeDefined();
    expect(alert.getByText(/960 dimensions; yours has 576/)).toBeDefined();
    expect(alert.getByRole('button', { name: 'Find models' })).toBeDefined();
    await user.click(alert.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('takes what is dropped on the screen, one after the other, and goes on after a refusal', async () => {
    const recording = openAdapters([], {
      'adapters.add': ({ path }: { path: string }) => {
        if (path.endsWith('bad.gguf')) throw refusal('adapter/file-invalid', 'It is cut short.');
        return sampleAdapter();
      },
    });
    await screen.findByText('No adapters yet');
    await drop('bad.gguf', 'pirate.gguf');
    await screen.findByText('Pirate v1 is here');
    expect(recording.inputsOf('adapters.add')).toMatchObject([
      { path: '/dropped/bad.gguf' },
      { path: '/dropped/pirate.gguf' },
    ]);
    expect(screen.getByText('It is cut short.')).toBeDefined();
    expect(screen.queryByText('Drop adapters here')).toBeNull();
  });
});

describe('from the web', () => {
  async function lookAt(text: string, answers: Parameters<typeof installBridge>[0]) {
    const recording = openAdapters([], answers);
    await chooseFromMenu('Add an adapter', /From the web…/);
    const dialog = within(await screen.findByRole('dialog', { name: 'Get an adapter from the web' }));
    await user.type(dialog.getByRole('textbox', { name: 'Repository or address' }), text);
    return { recording, dialog };
  }

  const look = () => ({
    source: { type: 'repository', repository: 'me/pirate', revision: 'main' },
    licence: 'MIT',
    offers: [{ files: ['pirate-f16.gguf'], bytes: 4_880_000, quantization: null, fit: null }],
  });

  it('names the server before it is asked, and asks only on the press', async () => {
    const { recording, dialog } = await lookAt('me/pirate', { 'catalogue.look': look });
    expect(dialog.getByText(/This asks huggingface\.co/)).toBeDefined();
    expect(recording.inputsOf('catalogue.look')).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'See what it offers' }));
    await dialog.findByText('pirate-f16.gguf');
    expect(recording.inputsOf('catalogue.look')).toEqual([{ kind: 'adapter', text: 'me/pirate' }]);
  });

  it('downloads the chosen file as an adapter', async () => {
    const { recording, dialog } = await lookAt('me/pirate', {
      'catalogue.look': look,
      'downloads.start': () => sampleDownload({ kind: 'adapter', name: 'pirate-f16' }),
    });
    await user.click(dialog.getByRole('button', { name: 'See what it offers' }));
    await user.click(await dialog.findByRole('button', { name: 'Download pirate-f16.gguf' }));
    expect(recording.inputsOf('downloads.start')).toEqual([
      {
        kind: 'adapter',
        source: { type: 'repository', repository: 'me/pirate', revision: 'main', files: ['pirate-f16.gguf'] },
      },
    ]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await screen.findByRole('progressbar', { name: 'Download of pirate-f16' });
  });

  it('says why a server gives nothing', async () => {
    const { dialog } = await lookAt('me/nothing', {
      'catalogue.look': () => {
        throw refusal('download/unreachable', 'huggingface.co did not answer. Are you online?');
      },
    });
    await user.click(dialog.getByRole('button', { name: 'See what it offers' }));
    await dialog.findByText(/did not answer\. Are you online/);
  });
});
