import { Checkbox } from '@mantine/core';
import type { Adapter } from '../../../../preload/contract/adapters';
import { ScaleSlider } from '../../adapters/ScaleSlider';
import { adapterTitle } from '../../adapters/words/adapterWords';
import classes from './AdapterChip.module.css';

interface AdapterPickerItemProps {
  adapter: Adapter;
  /** Why it cannot be switched on here; null: it can. */
  refusal: string | null;
  /** Null: it is off. */
  scale: number | null;
  /** As many are on as can be. */
  isFull: boolean;
  onToggle: () => void;
  onScale: (scale: number) => void;
}

/** One adapter of the picker: its switch, and its strength while it is on. */
export function AdapterPickerItem(props: AdapterPickerItemProps) {
  const { adapter, refusal, scale, isFull, onToggle, onScale } = props;
  const isOn = scale !== null;
  const title = adapterTitle(adapter);
  return (
    <li className={classes.item}>
      <Checkbox
        label={title}
        description={refusal ?? firstLineOf(adapter.notes)}
        checked={isOn}
        // One that does not fit any more can still be switched off.
        disabled={!isOn && (refusal !== null || isFull)}
        onChange={onToggle}
      />
      {isOn && (
        <div className={classes.scale}>
          <ScaleSlider name={title} scale={scale} onChange={onScale} />
        </div>
      )}
    </li>
  );
}

function firstLineOf(notes: string): string | undefined {
  const [line] = notes.trim().split('\n', 1);
  return line === '' ? undefined : line;
}
