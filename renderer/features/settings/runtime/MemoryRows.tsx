import { Select, Switch } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { formatCount } from '../../../components/formatting';
import { AutomaticNumber } from './AutomaticNumber';
import { RuntimeRow, type RuntimeRowSettings } from './RuntimeRow';

const contextSizes = [1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072];
const gigabyte = 1_000_000_000;

export function WindowRow({ settings, save, used }: RuntimeRowSettings) {
  const labelId = useId();
  const sizes = [...new Set([...contextSizes, settings.contextSize])].sort((a, b) => a - b);
  return (
    <RuntimeRow
      label="Size of the model’s window"
      labelId={labelId}
      summary="How much text a model takes in at once: the chat so far and its answer."
      help="Also called context, and counted in tokens: pieces of about four letters. A larger window remembers more, needs more memory and starts more slowly. A model’s own limit wins where it is smaller."
      used={used?.contextSize}
    >
      <Select
        aria-labelledby={labelId}
        size="xs"
        allowDeselect={false}
        data={sizes.map((size) => ({ value: String(size), label: `${formatCount(size)} tokens` }))}
        value={String(settings.contextSize)}
        onChange={(value) => value !== null && save({ contextSize: Number(value) })}
      />
    </RuntimeRow>
  );
}

export function MappingRow({ settings, save, used }: RuntimeRowSettings) {
  const labelId = useId();
  return (
    <RuntimeRow
      label="Memory mapping"
      labelId={labelId}
      summary="Reads a model straight from its file: loads quickly, also a second time."
      help="With it, weights come through the system’s file cache. Without it, they are copied into Loam’s own memory: that loads more slowly, but nothing has to be read again when memory gets tight, which helps with a slow or a network disk."
      used={used?.memoryMapping}
    >
      <Switch
        aria-labelledby={labelId}
        checked={settings.memoryMapping}
        onChange={(event) => save({ memoryMapping: event.currentTarget.checked })}
      />
    </RuntimeRow>
  );
}

export function KeptMemoryRow({ settings, save, used }: RuntimeRowSettings) {
  const labelId = useId();
  const { modelMemoryBytes } = settings;
  return (
    <RuntimeRow
      label="Memory for models"
      labelId={labelId}
      summary="Models used a moment ago stay in memory up to this, so that switching back is instant."
      help="Counts all models in memory together. The one used longest ago leaves first. Automatic is half of what is free; 0 keeps only the model that is loaded."
      used={used?.modelMemoryBytes}
    >
      <AutomaticNumber
        labelId={labelId}
        numberLabel="Memory for models in GB"
        value={modelMemoryBytes === 'auto' ? 'auto' : modelMemoryBytes / gigabyte}
        initialValue={4}
        min={0}
        max={1000}
        step={1}
        decimals={1}
        suffix=" GB"
        onChange={(size) =>
          save({ modelMemoryBytes: size === 'auto' ? 'auto' : Math.round(size * gigabyte) })
        }
      />
    </RuntimeRow>
  );
}
