import { Group, NumberInput, SegmentedControl } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

/** A number that is being typed passes through others; the one it rests on is kept. */
const settleTimeMs = 400;

interface AutomaticNumberProps {
  /** Id of the element that names it. */
  labelId: string;
  /** Names the number field alone. */
  numberLabel: string;
  value: number | 'auto';
  /** The number that it starts with when it is set by hand. */
  initialValue: number;
  min: number;
  max: number;
  step: number;
  decimals?: number;
  suffix?: string;
  onChange: (value: number | 'auto') => void;
}

/** A number that is left to Loam or set by hand. */
export function AutomaticNumber(props: AutomaticNumberProps) {
  const {
    labelId,
    numberLabel,
    value,
    initialValue,
    min,
    max,
    step,
    decimals = 0,
    suffix = '',
    onChange,
  } = props;
  const [typed, setTyped] = useState<number | string | null>(null);
  const settle = useDebouncedCallback(
    (next: number) => {
      setTyped(null);
      onChange(next);
    },
    { delay: settleTimeMs, flushOnUnmount: true },
  );
  const change = (next: number | string) => {
    setTyped(next);
    if (typeof next === 'number' && next >= min && next <= max) settle(next);
    else settle.cancel();
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <SegmentedControl
        flex={1}
        size="xs"
        aria-labelledby={labelId}
        data={[
          { value: 'auto', label: 'Automatic' },
          { value: 'number', label: 'By hand' },
        ]}
        value={value === 'auto' ? 'auto' : 'number'}
        onChange={(mode) => {
          settle.cancel();
          setTyped(null);
          onChange(mode === 'auto' ? 'auto' : initialValue);
        }}
      />
      {value !== 'auto' && (
        <NumberInput
          w={92}
          size="xs"
          aria-label={numberLabel}
          min={min}
          max={max}
          step={step}
          decimalScale={decimals}
          suffix={suffix}
          clampBehavior="strict"
          value={typed ?? value}
          onChange={change}
          onBlur={() => {
            settle.flush();
            // What cannot be kept gives way to what is.
            setTyped(null);
          }}
        />
      )}
    </Group>
  );
}
