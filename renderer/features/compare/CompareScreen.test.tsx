// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison, ComparisonPart } from '../../../preload/contract/comparisons';
import { defaultSampling } from '../../../preload/contract/sampling';
import { refusal, type RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import {
  bareSetup,
  pirateSetup,
  sampleAdapter,
  sampleColumn,
  sampleComparison,
  veiledComparison,
} from '../../../test/helpers/renderer/sampleAdapters';
import { sampleModel } from '../../../test/helpers/renderer/sampleChat';
import { useNavigation } from '../../navigation';
import { ScreenLinks } from '../sidebar/ScreenLinks';
import CompareScreen from './CompareScreen';
import { changeDraft } from './compareStore';

let user: UserEvent;
let recording: RecordingBridge;

beforeEach(() => {
  user = userEvent.setup();
  recording = installBridge({
    'adapters.list': () => [sampleAdapter()],
    'adapters.compatibility': () => [{ adapterId: 'pirate', refusal: null }],
    'comparisons.cancel': () => null,
  });
});

afterEach(() => {
  cleanup();
  notifications.clean();
});

/** A comparison before its first word. */
function waiting(comparison: Comparison): Comparison {
  return {
    ...comparison,
    columns: comparison.columns.map((column) => ({
      ...column,
      text: '',
      status: 'waiting',
      provenance: null,
    })),
  };
}

/** Opens the screen and starts this comparison; what it returns sends the parts. */
async function start(comparison: Comparison): Promise<(...parts: ComparisonPart[]) => Promise<void>> {
  recording.answer('comparisons.start', () => ({ streamId: 's1', comparison: waiting(comparison) }));
  renderInApp(<CompareScreen />);
  await user.type(await screen.findByRole('textbox', { name: 'Question' }), 'Who are you?');
  await user.click(screen.getByRole('button', { name: 'Compare' }));
  await screen.findByRole('region', { name: 'Comparison' });
  return async (...parts) => {
    await act(async () => {
      for (const part of parts) recording.streams.at(-1)?.send(part);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  };
}

/** Both answers to their end. */
function wholeAnswer(comparison: Comparison): ComparisonPart[] {
  return [
    ...comparison.columns.flatMap((answer, column): ComparisonPart[] => [
      { type: 'phase', column, phase: 'reading' },
      { type: 'text-delta', column, text: answer.text },
      { type: 'column-end', column, answer },
    ]),
    { type: 'end', comparison },
  ];
}

const answerNamed = async (name: string) => within(await screen.findByRole('article', { name }));

describe('the form', () => {
  it('sends the question to every column with one sampling', async () => {
    await start(sampleComparison());
    expect(recording.inputsOf('comparisons.start')).toEqual([
      {
        question: 'Who are you?',
        systemPrompt: '',
        sampling: defaultSampling,
        isBlind: false,
        setups: [
          { modelId: null, adapters: [] },
          { modelId: null, adapters: [] },
        ],
      },
    ]);
  });

  it('fills the columns from a preset, and each can be changed', async () => {
    renderInApp(<CompareScreen />);
    await user.click(await screen.findByRole('button', { name: 'With and without an adapter' }));
    const first = within(screen.getByRole('group', { name: 'Column 1' }));
    const second = within(screen.getByRole('group', { name: 'Column 2' }));
    expect(first.getByRole('button', { name: 'Adapters: No adapter' })).toBeDefined();
    await user.click(second.getByRole('button', { name: 'Adapters: Pirate v1 × 1' }));
    const field = await screen.findByRole('textbox', { name: 'Scale of Pirate v1' });
    await user.clear(field);
    await user.type(field, '0.5');
    expect(second.getByRole('button', { name: 'Adapters: Pirate v1 × 0.5' })).toBeDefined();
    expect(first.getByRole('button', { name: 'Adapters: No adapter' })).toBeDefined();
  });

  it('takes two to four columns', async () => {
    renderInApp(<CompareScreen />);
    await user.click(await screen.findByRole('button', { name: 'Add a column' }));
    await user.click(screen.getByRole('button', { name: 'Add a column' }));
    expect(screen.queryByRole('button', { name: 'Add a column' })).toBeNull();
    expect(screen.getAllByRole('group', { name: /^Column \d$/ })).toHaveLength(4);
    await user.click(screen.getByRole('button', { name: 'Remove column 1' }));
    await user.click(screen.getByRole('button', { name: 'Remove column 1' }));
    expect(screen.queryByRole('button', { name: /Remove column/ })).toBeNull();
  });

  it('starts with Ctrl+Enter, and not without a question', async () => {
    recording.answer('comparisons.start', () => ({
      streamId: 's1',
      comparison: waiting(sampleComparison()),
    }));
    renderInApp(<CompareScreen />);
    const field = await screen.findByRole('textbox', { name: 'Question' });
    await user.type(field, '{Control>}{Enter}{/Control}');
    expect(recording.inputsOf('comparisons.start')).toEqual([]);
    await user.type(field, 'Who?{Control>}{Enter}{/Control}');
    await waitFor(() => expect(recording.inputsOf('comparisons.start')).toHaveLength(1));
  });

  it('says when two columns are the same', async () => {
    renderInApp(<CompareScreen />);
    await screen.findByText('Two columns are the same, so they will answer alike.');
    await user.click(await screen.findByRole('button', { name: 'With and without an adapter' }));
    expect(screen.queryByText(/columns are the same/)).toBeNull();
  });

  it('says why an adapter does not fit the model of its column', async () => {
    recording.answer('adapters.compatibility', () => [
      {
        adapterId: 'pirate',
        refusal: { code: 'adapter/wrong-base', message: 'It was made for qwen3.', retryable: false },
      },
    ]);
    changeDraft({ setups: [bareSetup, pirateSetup] });
    renderInApp(<CompareScreen />);
    const second = within(await screen.findByRole('group', { name: 'Column 2' }));
    await second.findByText('It was made for qwen3.');
  });

  it('takes over what an answer proposes', async () => {
    useNavigation.getState().showCompare({
      question: 'Why is the sky blue?',
      systemPrompt: 'Be brief.',
      sampling: { ...defaultSampling, temperature: 0 },
      setups: [bareSetup, pirateSetup],
    });
    renderInApp(<CompareScreen />);
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Question' })).value).toBe(
      'Why is the sky blue?',
    );
    await screen.findByRole('button', { name: 'Adapters: Pirate v1 × 0.8' });
    expect(screen.getByRole('button', { name: /System prompt \(set\)/ })).toBeDefined();
    expect(useNavigation.getState().proposal).toBeNull();
  });

  it('keeps what was typed when the comparison is refused, and says why', async () => {
    recording.answer('comparisons.start', () => {
      throw refusal('storage/full', 'The disk is full.');
    });
    renderInApp(<CompareScreen />);
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Question' });
    await user.type(field, 'Who?');
    await user.click(screen.getByRole('button', { name: 'Compare' }));
    await screen.findByText('The disk is full.');
    expect(field.value).toBe('Who?');
  });
});

describe('the answers', () => {
  it('are drawn as they come, one column after the other, each under its name', async () => {
    const comparison = sampleComparison();
    const send = await start(comparison);
    const bare = await answerNamed('No adapter');
    const pirate = await answerNamed('Pirate v1 × 0.8');
    expect(bare.getByText('Getting the model ready…')).toBeDefined();
    expect(pirate.getByText('Waits for its turn')).toBeDefined();
    await send(
      { type: 'phase', column: 0, phase: 'reading' },
      { type: 'text-delta', column: 0, text: 'Hel' },
      { type: 'text-delta', column: 0, text: 'lo.' },
    );
    expect(bare.getByText('Hello.')).toBeDefined();
    await send(...wholeAnswer(comparison).slice(2));
    expect(pirate.getByText('Ahoy, matey!')).toBeDefined();
    expect(bare.getByText('187 tokens · 62 tokens/s')).toBeDefined();
    expect(screen.getByText('All answers are finished.')).toBeDefined();
  });

  it('stay when the user looks at another screen meanwhile', async () => {
    const comparison = sampleComparison();
    const send = await start(comparison);
    cleanup();
    await send(...wholeAnswer(comparison));
    recording.answer('comparisons.list', () => [comparison]);
    renderInApp(<CompareScreen />);
    expect((await answerNamed('Pirate v1 × 0.8')).getByText('Ahoy, matey!')).toBeDefined();
  });

  it('are stopped, and kept as far as they came', async () => {
    const send = await start(sampleComparison());
    await send({ type: 'text-delta', column: 0, text: 'Hel' });
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(recording.inputsOf('comparisons.cancel')).toEqual([{ id: 'k1' }]);
    const columns = [
      sampleColumn(bareSetup, { text: 'Hel', status: 'stopped' }),
      sampleColumn(pirateSetup, { text: '', status: 'stopped', provenance: null }),
    ];
    await send({ type: 'end', comparison: sampleComparison({ columns }) });
    expect((await answerNamed('No adapter')).getByText('It was stopped here.')).toBeDefined();
    expect(
      (await answerNamed('Pirate v1 × 0.8')).getByText('It was stopped before this one began.'),
    ).toBeDefined();
  });

  it('say what failed in one column, and leave the other alone', async () => {
    const error = { code: 'adapter/file-missing', message: 'Its file is gone.', retryable: false } as const;
    const failed = sampleComparison({
      columns: [
        sampleColumn(bareSetup),
        sampleColumn(pirateSetup, { text: '', status: 'failed', error, provenance: null }),
      ],
    });
    const send = await start(failed);
    await send({ type: 'end', comparison: failed });
    const pirate = await answerNamed('Pirate v1 × 0.8');
    expect(pirate.getByText('Its file is gone.')).toBeDefined();
    expect(pirate.queryByRole('button', { name: /is best/ })).toBeNull();
    expect((await answerNamed('No adapter')).getByText('Hello.')).toBeDefined();
  });
});

describe('the verdict', () => {
  it('marks the best answer, and can be changed', async () => {
    const comparison = sampleComparison();
    recording.answer('comparisons.choose', ({ choice }: { choice: Comparison['choice'] }) => ({
      ...comparison,
      choice,
    }));
    const send = await start(comparison);
    await send(...wholeAnswer(comparison));
    await user.click(screen.getByRole('button', { name: 'This one is best: Pirate v1 × 0.8' }));
    await (await answerNamed('Pirate v1 × 0.8')).findByText('Best');
    expect(screen.getByText('Best: Pirate v1 × 0.8.')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'None is better' }));
    await screen.findByText('None was better.');
    expect(recording.inputsOf('comparisons.choose')).toEqual([
      { id: 'k1', choice: 1 },
      { id: 'k1', choice: 'none' },
    ]);
  });

  it('cannot be given while the answers are written', async () => {
    const send = await start(sampleComparison());
    await send(...wholeAnswer(sampleComparison()).slice(0, 3));
    expect(screen.queryByRole('button', { name: /is best|None is better/ })).toBeNull();
  });
});

describe('a blind comparison', () => {
  it('names nobody until it is rated, then everybody, and its verdict stays', async () => {
    const veiled = veiledComparison();
    recording.answer('comparisons.choose', () => sampleComparison({ isBlind: true, choice: 1 }));
    const send = await start(veiled);
    await send(...wholeAnswer(veiled));
    const result = within(screen.getByRole('region', { name: 'Comparison' }));
    expect(result.getAllByText('Hidden until you choose')).toHaveLength(2);
    expect(result.queryByText(/Pirate|SmolLM2|tokens\/s/)).toBeNull();
    await user.click(result.getByRole('button', { name: 'This one is best: Answer 2' }));
    await result.findByText('Best: Pirate v1 × 0.8.');
    expect((await answerNamed('No adapter')).getByText('SmolLM2 135M')).toBeDefined();
    expect(result.queryByRole('button', { name: /is best|None is better/ })).toBeNull();
  });

  it('keeps the sidebar from telling which model was used last', async () => {
    useNavigation.getState().showScreen('compare');
    recording.answer('comparisons.choose', () => sampleComparison({ isBlind: true, choice: 0 }));
    recording.answer('comparisons.start', () => ({
      streamId: 's1',
      comparison: waiting(veiledComparison()),
    }));
    renderInApp([<ScreenLinks key="links" />, <CompareScreen key="screen" />]);
    await screen.findByText(`${sampleModel.name} is ready`);
    await user.type(await screen.findByRole('textbox', { name: 'Question' }), 'Who?');
    const form = within(screen.getByRole('region', { name: 'What to compare' }));
    await user.click(form.getByRole('switch', { name: 'Blind' }));
    await user.click(form.getByRole('button', { name: 'Compare' }));
    await screen.findByText('Hidden during a blind comparison');
    act(() => recording.streams.at(-1)?.send({ type: 'end', comparison: veiledComparison() }));
    expect(screen.queryByText(`${sampleModel.name} is ready`)).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'This one is best: Answer 1' }));
    await screen.findByText(`${sampleModel.name} is ready`);
    expect(recording.inputsOf('comparisons.start')).toMatchObject([{ isBlind: true }]);
  });
});

describe('earlier comparisons', () => {
  it('are listed with their verdict, opened, and used again', async () => {
    recording.answer('comparisons.list', () => [sampleComparison({ choice: 1 })]);
    renderInApp(<CompareScreen />);
    await user.click(await screen.findByRole('button', { name: /Who are you\?.*Best: Pirate v1 × 0\.8/ }));
    expect((await answerNamed('Pirate v1 × 0.8')).getByText('Ahoy, matey!')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Use again' }));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Question' }).value).toBe('Who are you?');
    expect(screen.getByRole('button', { name: 'Adapters: Pirate v1 × 0.8' })).toBeDefined();
  });

  it('are deleted after a question', async () => {
    recording.answer('comparisons.list', () => [sampleComparison()]);
    recording.answer('comparisons.remove', () => null);
    renderInApp(<CompareScreen />);
    await user.click(await screen.findByRole('button', { name: 'Delete the comparison “Who are you?”' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
    await screen.findByText(/None yet/);
    expect(recording.inputsOf('comparisons.remove')).toEqual([{ id: 'k1' }]);
  });

  it('that are written for a page that is gone are followed on the disk', async () => {
    recording.answer('comparisons.list', () => [waiting(sampleComparison())]);
    renderInApp(<CompareScreen />);
    await user.click(await screen.findByRole('button', { name: /Who are you\?.*Being written/ }));
    recording.answer('comparisons.list', () => [sampleComparison()]);
    await waitFor(() => expect(screen.getByText('Ahoy, matey!')).toBeDefined(), { timeout: 4000 });
  });
});
