import { SegmentedControl } from '@mantine/core';
import { useId } from '@mantine/hooks';
import type { Settings } from '../../../../preload/contract/settings';
import { useMachine } from '../../models/queries';
import { AutomaticNumber } from './AutomaticNumber';
import { RuntimeRow, type RuntimeRowSettings } from './RuntimeRow';

const mostThreads = 256;

export function ThreadsRow({ settings, save, used }: RuntimeRowSettings) {
  const labelId = useId();
  const cores = useMachine().data?.physicalCores;
  return (
    <RuntimeRow
      label="Threads"
      labelId={labelId}
      summary="How many calculations the processor does at the same time."
      help={`Automatic takes one for each core${cores === undefined ? '' : `; this computer has ${cores}`}. More than that is usually slower. Fewer leave room for other programs.`}
      used={used?.threads}
    >
      <AutomaticNumber
        labelId={labelId}
        numberLabel="Number of threads"
        value={settings.threads}
        initialValue={cores ?? 4}
        min={1}
        max={mostThreads}
        step={1}
        onChange={(threads) => save({ threads })}
      />
    </RuntimeRow>
  );
}

const attentionChoices: { value: Settings['flashAttention']; label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
];

export function AttentionRow({ settings, save, used }: RuntimeRowSettings) {
  const labelId = useId();
  return (
    <RuntimeRow
      label="Flash attention"
      labelId={labelId}
      summary="Less memory for a large window, and often faster."
      help="Another way to calculate the same thing. Automatic uses it where the model and the device are known to work well with it. Turn it off when a model’s answers turn into nonsense."
      used={used?.flashAttention}
    >
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby={labelId}
        data={attentionChoices}
        value={settings.flashAttention}
        onChange={(flashAttention) => save({ flashAttention })}
      />
    </RuntimeRow>
  );
}
