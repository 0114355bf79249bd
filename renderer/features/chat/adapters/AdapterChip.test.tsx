// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../../preload/contract/conversations';
import { emptyScope } from '../../../../preload/contract/knowledge';
import {
  acceptTurns,
  answer,
  CurrentChat,
  findComposer,
  openChat,
  question,
} from '../../../../test/helpers/renderer/openChat';
import type { RecordingBridge } from '../../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../../test/helpers/renderer/renderInApp';
import { sampleAdapter, usedAdapter } from '../../../../test/helpers/renderer/sampleAdapters';
import {
  sampleAnswer,
  sampleConversation,
  sampleModel,
  sampleProvenance,
} from '../../../../test/helpers/renderer/sampleChat';
import { useNavigation } from '../../../navigation';
import { runCommand } from '../../shortcuts/commands';

let user: UserEvent;
let recording: RecordingBridge;
/** The chat as the core has it. */
let stored: Conversation;

const refusal = { code: 'adapter/wrong-base', message: 'It was made for qwen3.', retryable: false } as const;

beforeEach(() => {
  user = userEvent.setup();
  stored = sampleConversation({ activeLeafId: 'm2' });
  recording = installBridge({
    'adapters.list': () => [
      sampleAdapter(),
      sampleAdapter({ id: 'teacher', name: 'Teacher', notes: 'Calm.\nOld.' }),
    ],
    'adapters.compatibility': () => [
      { adapterId: 'pirate', refusal: null },
      { adapterId: 'teacher', refusal: null },
    ],
    'conversations.update': ({ changes }: { changes: Partial<Conversation> }) => {
      stored = { ...stored, ...changes };
      return stored;
    },
  });
});

afterEach(cleanup);

function open(changes: Partial<Conversation> = {}): void {
  stored = { ...stored, ...changes };
  recording.answer('conversations.get', () => stored);
  recording.answer('conversations.messages', () => [question, answer]);
  useNavigation.getState().showConversation('c1');
  renderInApp(<CurrentChat />);
}

async function openPicker(chip: string | RegExp) {
  await user.click(await screen.findByRole('button', { name: chip }));
  return within(await screen.findByRole('dialog'));
}

function savedAdapters(): unknown[] {
  return recording
    .inputsOf('conversations.update')
    .map((input) => (input as { changes: Partial<Conversation> }).changes.adapters);
}

describe('the adapters of a chat', () => {
  it('are switched on and off in the picker, and kept at once', async () => {
    open();
    const picker = await openPicker('Adapters: No adapter');
    await user.click(await picker.findByRole('checkbox', { name: 'Pirate v1' }));
    await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 1' });
    await user.click(picker.getByRole('checkbox', { name: 'Teacher v1' }));
    await screen.findByRole('button', { name: 'Adapters: 2 adapters' });
    await user.click(picker.getByRole('checkbox', { name: 'Pirate v1' }));
    await screen.findByRole('button', { name: 'Adapters: Teacher v1 × 1' });
    expect(savedAdapters()).toEqual([
      [{ adapterId: 'pirate', scale: 1 }],
      [
        { adapterId: 'pirate', scale: 1 },
        { adapterId: 'teacher', scale: 1 },
      ],
      [{ adapterId: 'teacher', scale: 1 }],
    ]);
    expect(picker.getByText('Applies from your next message.')).toBeDefined();
  });

  it('are set in their strength with the keyboard, and back to 1', async () => {
    open({ adapters: [{ adapterId: 'pirate', scale: 1 }] });
    const picker = await openPicker('Adapters: Pirate v1 × 1');
    const slider = await picker.findByRole('slider', { name: 'Scale of Pirate v1, slider' });
    act(() => slider.focus());
    await user.keyboard('{ArrowLeft}');
    await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 0.95' });
    await user.keyboard('{ArrowLeft}');
    await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 0.9' });
    await user.click(picker.getByRole('button', { name: 'Set the scale of Pirate v1 back to 1' }));
    await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 1' });
    expect(savedAdapters()).toEqual([0.95, 0.9, 1].map((scale) => [{ adapterId: 'pirate', scale }]));
  });

  it('are typed as a number where the exact one is wanted', async () => {
    open({ adapters: [{ adapterId: 'pirate', scale: 1 }] });
    const picker = await openPicker('Adapters: Pirate v1 × 1');
    const field = await picker.findByRole('textbox', { name: 'Scale of Pirate v1' });
    await user.clear(field);
    await user.type(field, '0.65');
    await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 0.65' });
  });

  it('show the beginning of their notes, and why one cannot be switched on', async () => {
    recording.answer('adapters.compatibility', () => [
      { adapterId: 'pirate', refusal },
      { adapterId: 'teacher', refusal: null },
    ]);
    open();
    const picker = await openPicker('Adapters: No adapter');
    await picker.findByText('It was made for qwen3.');
    expect(picker.getByRole<HTMLInputElement>('checkbox', { name: 'Pirate v1' }).disabled).toBe(true);
    expect(picker.getByText('Calm.')).toBeDefined();
    expect(picker.getAllByRole('checkbox').map((box) => box.closest('li')?.textContent)).toEqual([
      expect.stringContaining('Teacher'),
      expect.stringContaining('Pirate'),
    ]);
  });

  it('are opened by their command', async () => {
    open();
    await screen.findByRole('button', { name: 'Adapters: No adapter' });
    act(() => void runCommand('choose-adapters'));
    await screen.findByRole('dialog');
  });

  it('lead to the screen where they are managed', async () => {
    open();
    const picker = await openPicker('Adapters: No adapter');
    await user.click(picker.getByRole('button', { name: 'Manage adapters' }));
    expect(useNavigation.getState().screen).toBe('adapters');
  });

  it('make the model read the chat anew, so that the next answer starts at once', async () => {
    open();
    await waitFor(() => expect(recording.inputsOf('generation.warm')).toHaveLength(1));
    const picker = await openPicker('Adapters: No adapter');
    await user.click(await picker.findByRole('checkbox', { name: 'Pirate v1' }));
    await waitFor(() => expect(recording.inputsOf('generation.warm')).toHaveLength(2));
  });
});

describe('an adapter that does not fit the chat’s model any more', () => {
  beforeEach(() => {
    recording.answer('adapters.compatibility', () => [{ adapterId: 'pirate', refusal }]);
  });

  it('is shown with the reason, and turned off in one press', async () => {
    open({ adapters: [{ adapterId: 'pirate', scale: 1 }] });
    await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 1. It was made for qwen3.' });
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByText('It was made for qwen3.', { exact: false })).toBeDefined();
    await user.click(alert.getByRole('button', { name: 'Turn it off' }));
    await screen.findByRole('button', { name: 'Adapters: No adapter' });
    expect(savedAdapters()).toEqual([[]]);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('keeps a question in the message field until then', async () => {
    open({ adapters: [{ adapterId: 'pirate', scale: 1 }] });
    await screen.findByRole('alert');
    await user.type(await findComposer(), 'Ahoy?{Enter}');
    expect(recording.inputsOf('generation.start')).toEqual([]);
    expect((await findComposer()).value).toBe('Ahoy?');
    expect(screen.getByText(/cannot be used\. Turn it off before you ask/)).toBeDefined();
  });
});

it('a fresh chat takes the chosen adapters along with its first message', async () => {
  acceptTurns(recording);
  recording.answer('conversations.create', ({ adapters }: Pick<Conversation, 'adapters'>) => {
    stored = { ...stored, adapters };
    return stored;
  });
  recording.answer('conversations.messages', () => []);
  recording.answer('conversations.get', () => stored);
  renderInApp(<CurrentChat />);
  const picker = await openPicker('Adapters: No adapter');
  await user.click(await picker.findByRole('checkbox', { name: 'Pirate v1' }));
  await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 1' });
  await user.keyboard('{Escape}');
  await user.type(await findComposer(), 'Ahoy?{Enter}');
  await waitFor(() => expect(recording.inputsOf('generation.start')).toHaveLength(1));
  expect(recording.inputsOf('conversations.create')).toEqual([
    { assistantId: null, modelId: null, adapters: [{ adapterId: 'pirate', scale: 1 }], scope: emptyScope },
  ]);
});

describe('an answer', () => {
  const adapted = sampleAnswer('m2', 'm1', {
    provenance: sampleProvenance({ adapters: [usedAdapter(0.8)] }),
  });

  it('shows which adapter served it, and its sha256 among the details', async () => {
    openChat(recording, [question, adapted]);
    await screen.findByText('Pirate v1 × 0.8');
    await user.click(screen.getByRole('button', { name: 'Details' }));
    expect(screen.getByText(`Pirate v1 × 0.8, sha256 ${'b'.repeat(64)}`)).toBeDefined();
  });

  it('proposes to compare its question', async () => {
    openChat(recording, [question, adapted]);
    await user.click(await screen.findByRole('button', { name: 'Compare…' }));
    expect(useNavigation.getState()).toMatchObject({
      screen: 'compare',
      proposal: {
        question: 'Why is the sky blue?',
        setups: [
          { modelId: sampleModel.id, adapters: [] },
          { modelId: sampleModel.id, adapters: [{ adapterId: 'pirate', scale: 0.8 }] },
        ],
      },
    });
  });
});
