import { Checkbox, Text } from '@mantine/core';
import { useId } from 'react';
import classes from './Documents.module.css';
import type { ScopeList } from './scopeWords';

/** Something that a scope can hold. */
export interface PickerItem {
  /** Which list of the scope it belongs to. */
  list: ScopeList;
  id: string;
  name: string;
  /** What it holds, or where it lies. */
  description: string;
  isChosen: boolean;
}

interface PickerListProps {
  label: string;
  items: readonly PickerItem[];
  onToggle: (item: PickerItem) => void;
}

/** Things to tick, under a heading. */
export function PickerList({ label, items, onToggle }: PickerListProps) {
  const headingId = useId();
  return (
    <>
      <Text id={headingId} className={classes.heading} size="xs">
        {label}
      </Text>
      <ul className={classes.list} aria-labelledby={headingId}>
        {items.map((item) => (
          <li key={`${item.list}:${item.id}`} className={classes.item}>
            <Checkbox
              size="sm"
              label={item.name}
              description={item.description}
              checked={item.isChosen}
              classNames={{ label: classes.itemName, description: classes.itemDescription }}
              onChange={() => onToggle(item)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
