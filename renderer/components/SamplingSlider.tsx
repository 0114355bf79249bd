import { Group, Input, NumberInput, Slider } from '@mantine/core';
import { useId } from '@mantine/hooks';
import type { Sampling } from '../../preload/contract/sampling';
import { roundTo, type SamplingParameter } from './samplingParameters';

interface SamplingSliderProps {
  parameter: SamplingParameter;
  value: Sampling;
  onChange: (change: Partial<Sampling>) => void;
}

/** One sampling number: a slider for the feel, a field for the exact value. */
export function SamplingSlider({ parameter, value, onChange }: SamplingSliderProps) {
  const { field, label, help, min, max, step, decimals } = parameter;
  const id = useId();
  const current = value[field];
  const change = (next: number | string) => {
    // A field that is being typed into is blank or out of range for a moment; the last good value stays.
    if (typeof next !== 'number' || next < min || next > max) return;
    const rounded = roundTo(next, decimals);
    if (rounded !== current) onChange({ [field]: rounded });
  };
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={help}
      inputWrapperOrder={['label', 'input', 'description']}
    >
      <Group gap="md" wrap="nowrap" mb={4}>
        <Slider
          flex={1}
          size="sm"
          min={min}
          max={max}
          step={step}
          value={current}
          label={null}
          thumbLabel={`${label}, slider`}
          onChange={change}
        />
        <NumberInput
          id={id}
          w={92}
          size="xs"
          min={min}
          max={max}
          step={step}
          decimalScale={decimals}
          value={current}
          onChange={change}
        />
      </Group>
    </Input.Wrapper>
  );
}
