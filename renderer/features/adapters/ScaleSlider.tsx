import { ActionIcon, NumberInput, Slider, Tooltip } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './ScaleSlider.module.css';

interface ScaleSliderProps {
  /** What the scale is of, for screen readers. */
  name: string;
  /** 1: as it was trained. */
  scale: number;
  /** Called when the slider is let go, at each key, and with each number that is typed. */
  onChange: (scale: number) => void;
}

const largest = 2;
const step = 0.05;

/** How strongly an adapter counts: a slider for the feel, a field for the exact number, and the way back to 1. */
export function ScaleSlider({ name, scale, onChange }: ScaleSliderProps) {
  /** Where the thumb is while it is dragged; null: where the scale is. */
  const [dragged, setDragged] = useState<number | null>(null);
  const [knownScale, setKnownScale] = useState(scale);
  if (knownScale !== scale) {
    // What was let go has arrived, or the scale was changed elsewhere.
    setKnownScale(scale);
    setDragged(null);
  }
  const shown = dragged ?? scale;
  const finish = (next: number) => {
    const rounded = round(next);
    setDragged(rounded);
    if (rounded !== scale) onChange(rounded);
  };
  return (
    <div className={classes.row}>
      <Slider
        className={classes.slider}
        size="sm"
        min={0}
        max={largest}
        step={step}
        marks={[{ value: 1 }]}
        label={null}
        value={shown}
        thumbLabel={`Scale of ${name}, slider`}
        onChange={(next) => setDragged(round(next))}
        onChangeEnd={finish}
      />
      <NumberInput
        className={classes.field}
        size="xs"
        aria-label={`Scale of ${name}`}
        min={-largest}
        max={largest}
        step={step}
        decimalScale={2}
        value={shown}
        onChange={(next) => {
          // A field that is being typed into is blank or out of range for a moment; the last good value stays.
          if (typeof next === 'number' && Math.abs(next) <= largest) finish(next);
        }}
      />
      <Tooltip label="Back to 1, as it was trained">
        <ActionIcon
          className={classes.reset}
          data-hidden={shown === 1 || undefined}
          aria-label={`Set the scale of ${name} back to 1`}
          onClick={() => finish(1)}
        >
          <IconRestore size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** Adding up steps would end in 0.7500000000000001. */
function round(scale: number): number {
  return Math.round(scale * 100) / 100;
}
