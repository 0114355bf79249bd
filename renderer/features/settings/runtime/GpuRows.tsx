import { Select } from '@mantine/core';
import { useId } from '@mantine/hooks';
import type { Settings } from '../../../../preload/contract/settings';
import { useMachine } from '../../models/queries';
import { AutomaticNumber } from './AutomaticNumber';
import { RuntimeRow, type RuntimeRowSettings } from './RuntimeRow';

/** Before the name of a device among the values of the choice; a device may be called “auto”. */
const devicePrefix = 'device:';
const mostLayers = 1000;

export function GpuRow({ settings, save, used }: RuntimeRowSettings) {
  const labelId = useId();
  const machine = useMachine().data;
  const { gpu } = settings;
  const chosen = typeof gpu === 'object' ? gpu.device : null;
  const devices = machine?.devices ?? [];
  const isGone = chosen !== null && machine !== undefined && !devices.includes(chosen);
  const none = machine !== undefined && devices.length === 0;
  return (
    <RuntimeRow
      label="Graphics device"
      labelId={labelId}
      summary={
        none
          ? 'There is none here that models can use; the processor does it all.'
          : 'A graphics device answers several times faster than the processor.'
      }
      help="Automatic uses the graphics devices that there are. Off leaves everything to the processor, which also helps where a driver makes trouble. A named device is used alone."
      used={used?.gpu}
    >
      <Select
        aria-labelledby={labelId}
        size="xs"
        allowDeselect={false}
        data={[
          { value: 'auto', label: 'Automatic' },
          { value: 'off', label: 'Off: the processor alone' },
          ...[...new Set([...devices, ...(chosen === null ? [] : [chosen])])].map((device) => ({
            value: devicePrefix + device,
            label: isGone && device === chosen ? `${device} (not here now)` : device,
          })),
        ]}
        value={typeof gpu === 'object' ? devicePrefix + gpu.device : gpu}
        onChange={(value) => value !== null && save({ gpu: gpuOf(value) })}
      />
    </RuntimeRow>
  );
}

function gpuOf(value: string): Settings['gpu'] {
  if (value.startsWith(devicePrefix)) return { device: value.slice(devicePrefix.length) };
  return value === 'off' ? 'off' : 'auto';
}

export function GpuLayersRow({ settings, save, used }: RuntimeRowSettings) {
  const labelId = useId();
  return (
    <RuntimeRow
      label="Layers on the graphics device"
      labelId={labelId}
      summary="How much of the model the graphics device takes over."
      help="A model is a stack of layers. Automatic puts as many on the graphics device as its memory holds. Fewer leave memory to other programs and are slower; 0 leaves all to the processor. A number larger than the model has means all of them."
      used={used?.gpuLayers}
    >
      <AutomaticNumber
        labelId={labelId}
        numberLabel="Number of layers"
        value={settings.gpuLayers}
        initialValue={16}
        min={0}
        max={mostLayers}
        step={1}
        onChange={(gpuLayers) => save({ gpuLayers })}
      />
    </RuntimeRow>
  );
}
