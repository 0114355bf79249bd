// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../../preload/contract/adapters';
import { defaultSettings } from '../../../preload/contract/settings';
import { refusal, type RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleAdapter } from '../../../test/helpers/renderer/sampleAdapters';
import { sampleModel } from '../../../test/helpers/renderer/sampleChat';
import { sampleDownload } from '../../../test/helpers/renderer/sampleModels';
import { useNavigation } from '../../navigation';
import { useFreshChoices } from '../chat/choices/useChatChoices';
import AdaptersScreen from './AdaptersScreen';

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

const card = async (name: string) => within(await screen.findByRole('article', { name }));

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

describe('a card', () => {
  it('tells what an adapter is, in numbers and in words', async () => {
    openAdapters([sampleAdapter()]);
    const pirate = await screen.findByRole('article', { name: 'Pirate v1' });
    await user.click(screen.getByRole('button', { name: 'More facts' }));
    for (const fact of [
      /Base\s*SmolLM2 135M Instruct/,
      /Rank\s*8/,
      /Alpha\s*16/,
      /Size on disk\s*4\.9 MB/,
      /Added\s*today/,
      /Changes\s*attention \(attn_q, attn_v\); feed-forward \(ffn_up\)/,
      /From\s*pirate\.gguf/,
    ]) {
      expect(pirate.textContent).toMatch(fact);
    }
    await user.click(screen.getByRole('button', { name: 'What does “Rank” mean?' }));
    await screen.findByText(/How much room the adapter has to change the model/);
  });

  it('names the models it works with, and says why not with the others', async () => {
    const other = { ...sampleModel, id: 'other', name: 'Qwen' };
    openAdapters([sampleAdapter()], {
      'models.list': () => [sampleModel, other],
      'adapters.compatibility': ({ modelId }: { modelId: string }) => [
        {
          adapterId: 'pirate',
          refusal:
            modelId === 'other'
              ? { code: 'adapter/wrong-base', message: 'It was made for llama, not qwen3.', retryable: false }
              : null,
        },
      ],
    });
    const pirate = await card('Pirate v1');
    await pirate.findByText('SmolLM2 135M');
    await user.click(pirate.getByRole('button', { name: 'Why not the other model?' }));
    await screen.findByText('It was made for llama, not qwen3.');
  });

  it('is renamed in its place', async () => {
    const recording = openAdapters([sampleAdapter()], {
      'adapters.update': () => sampleAdapter({ name: 'Corsair' }),
    });
    await user.click((await card('Pirate v1')).getByRole('button', { name: 'Rename Pirate v1' }));
    const field = screen.getByRole('textbox', { name: 'New name' });
    await user.clear(field);
    await user.type(field, 'Corsair{Enter}');
    expect(recording.inputsOf('adapters.update')).toEqual([{ id: 'pirate', changes: { name: 'Corsair' } }]);
  });

  it('keeps notes', async () => {
    const recording = openAdapters([sampleAdapter()], {
      'adapters.update': () => sampleAdapter({ notes: 'Good at sea.' }),
    });
    await user.click(await screen.findByRole('button', { name: 'Notes on Pirate v1' }));
    await user.type(screen.getByRole('textbox', { name: 'Notes on Pirate v1' }), ' Good at sea. ');
    recording.answer('adapters.list', () => [sampleAdapter({ notes: 'Good at sea.' })]);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Good at sea.');
    expect(recording.inputsOf('adapters.update')).toEqual([
      { id: 'pirate', changes: { notes: 'Good at sea.' } },
    ]);
  });

  it('leads from the history of use to each answer in its chat', async () => {
    openAdapters([sampleAdapter({ useCount: 1, lastUsedAt: Date.now() })], {
      'adapters.uses': () => [
        {
          conversationId: 'c1',
          conversationTitle: 'At sea',
          messageId: 'm2',
          scale: 0.8,
          usedAt: 1_700_000_000_000,
        },
      ],
    });
    await user.click(await screen.findByRole('button', { name: /^History of Pirate v1: 1 answer/ }));
    await user.click(await screen.findByRole('button', { name: /At sea.*× 0\.8/ }));
    expect(useNavigation.getState()).toMatchObject({
      screen: 'chat',
      conversationId: 'c1',
      targetMessageId: 'm2',
    });
  });

  it('starts a new chat with the adapter switched on and its model chosen', async () => {
    openAdapters([sampleAdapter()]);
    await user.click(await screen.findByRole('button', { name: 'Use in a new chat' }));
    expect(useNavigation.getState()).toMatchObject({ screen: 'chat', conversationId: null });
    cleanup();
    const Choices = () => <p>{JSON.stringify(useFreshChoices().choices)}</p>;
    renderInApp(<Choices />);
    const choices = await screen.findByText(/"adapters":\[\{"adapterId":"pirate","scale":1\}\]/);
    expect(choices.textContent).toContain('"modelId":"starter"');
  });

  it('proposes to compare it with its base', async () => {
    openAdapters([sampleAdapter()]);
    await user.click(await screen.findByRole('button', { name: 'Compare with its base' }));
    expect(useNavigation.getState()).toMatchObject({
      screen: 'compare',
      proposal: {
        setups: [
          { modelId: 'starter', adapters: [] },
          { modelId: 'starter', adapters: [{ adapterId: 'pirate', scale: 1 }] },
        ],
      },
    });
  });

  it('says when its file is gone, and then offers nothing that needs it', async () => {
    openAdapters([sampleAdapter({ isPresent: false })]);
    const pirate = await card('Pirate v1');
    expect(pirate.getByText('Its file is gone')).toBeDefined();
    expect(pirate.queryByRole('button', { name: 'Use in a new chat' })).toBeNull();
  });

  it('is made the one for new chats, where it fits their model', async () => {
    const settings = { ...defaultSettings, defaultAdapters: [{ adapterId: 'pirate', scale: 1 }] };
    const recording = openAdapters([sampleAdapter()], { 'settings.update': () => settings });
    await chooseFromMenu('Options for Pirate v1', 'Use for new chats');
    await (await card('Pirate v1')).findByText('Used for new chats');
    expect(recording.inputsOf('settings.update')).toEqual([
      { defaultAdapters: [{ adapterId: 'pirate', scale: 1 }] },
    ]);
  });

  it('exports the file and says where it is', async () => {
    const recording = openAdapters([sampleAdapter()], {
      'adapters.export': () => ({ path: '/home/me/pirate.gguf' }),
    });
    await chooseFromMenu('Options for Pirate v1', 'Export the file…');
    await screen.findByText(/\/home\/me\/pirate\.gguf/);
    expect(recording.inputsOf('adapters.export')).toEqual([{ id: 'pirate' }]);
  });
});

describe('the list', () => {
  it('shows the newest version of a name and the older ones behind a button', async () => {
    openAdapters([sampleAdapter({ id: 'p2', version: 2 }), sampleAdapter({ id: 'p1' })]);
    await card('Pirate v2');
    expect(screen.queryByRole('article', { name: 'Pirate v1' })).toBeNull();
    await user.click(screen.getByRole('button', { name: '1 older version' }));
    await card('Pirate v1');
  });

  it('folds archived adapters away, and takes them out again', async () => {
    const recording = openAdapters([sampleAdapter({ archivedAt: 1 })], {
      'adapters.update': () => sampleAdapter(),
    });
    await user.click(await screen.findByRole('button', { name: 'Archived (1)' }));
    await card('Pirate v1');
    await chooseFromMenu('Options for Pirate v1', 'Take out of the archive');
    expect(recording.inputsOf('adapters.update')).toEqual([{ id: 'pirate', changes: { isArchived: false } }]);
  });

  it('says what an adapter is and how to get the first one', async () => {
    openAdapters([]);
    await screen.findByText('No adapters yet');
    await user.click(screen.getByRole('button', { name: 'Add an adapter' }));
    await screen.findByRole('menuitem', { name: /GGUF file…/ });
    expect(screen.getByRole('menuitem', { name: /PEFT folder…/ })).toBeDefined();
    expect(screen.getByRole('menuitem', { name: /From the web…/ })).toBeDefined();
  });

  it('follows what the core adds', async () => {
    const recording = openAdapters([]);
    await screen.findByText('No adapters yet');
    recording.answer('adapters.list', () => [sampleAdapter()]);
    recording.emit('adapters.listChanged', {});
    await card('Pirate v1');
  });
});

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

describe('deleting', () => {
  it('asks first, and says what becomes free', async () => {
    const recording = openAdapters([sampleAdapter()], { 'adapters.remove': () => null });
    await chooseFromMenu('Options for Pirate v1', 'Delete…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete “Pirate v1”?' }));
    expect(dialog.getByText(/frees 4\.9 MB/)).toBeDefined();
    await user.click(dialog.getByRole('button', { name: 'Delete' }));
    await waitFor(() =>
      expect(recording.inputsOf('adapters.remove')).toEqual([{ id: 'pirate', evenIfUsed: false }]),
    );
  });

  it('warns when answers were given with it, and offers to archive it instead', async () => {
    const recording = openAdapters([sampleAdapter({ useCount: 12, lastUsedAt: 1 })], {
      'adapters.remove': () => null,
      'adapters.update': () => sampleAdapter({ archivedAt: 1 }),
    });
    await chooseFromMenu('Options for Pirate v1', 'Delete…');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/12 answers were given with it\. They stay/)).toBeDefined();
    await user.click(dialog.getByRole('button', { name: 'Archive it instead' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(recording.inputsOf('adapters.remove')).toEqual([]);
    await chooseFromMenu('Options for Pirate v1', 'Delete…');
    await user.click(await screen.findByRole('button', { name: 'Delete anyway' }));
    await waitFor(() =>
      expect(recording.inputsOf('adapters.remove')).toEqual([{ id: 'pirate', evenIfUsed: true }]),
    );
  });

  it('warns also of answers that the window had not heard of', async () => {
    const recording = openAdapters([sampleAdapter()], {
      'adapters.remove': ({ evenIfUsed }: { evenIfUsed: boolean }) => {
        if (!evenIfUsed) throw refusal('adapter/in-use', 'One answer was given with it just now.');
        return null;
      },
    });
    await chooseFromMenu('Options for Pirate v1', 'Delete…');
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    await screen.findByText('One answer was given with it just now.');
    await user.click(screen.getByRole('button', { name: 'Delete anyway' }));
    await waitFor(() => expect(recording.inputsOf('adapters.remove')).toHaveLength(2));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
