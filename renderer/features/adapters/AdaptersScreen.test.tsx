// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../../preload/contract/adapters';
import { defaultSettings } from '../../../preload/contract/settings';
import { refusal, type RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { sampleAdapter } from '../../../test/helpers/renderer/sampleAdapters';
import { sampleModel } from '../../../test/helpers/renderer/sampleChat';
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
