import { IconSquare, IconSquareCheck } from '@tabler/icons-react';
import type { ListItem } from 'mdast';
import { memo, type ReactNode } from 'react';
import type { Part } from '../split/blocks';
import type { Drawing, FlowPlace } from './drawing';
import classes from './Markdown.module.css';

interface ListViewProps {
  isOrdered: boolean;
  /** Number of the first item of an ordered list. */
  start: number;
  groups: readonly (readonly Part<ListItem>[])[];
  /** Draws what stands in an item. Must stay the same function. */
  drawItem: (item: ListItem, place: FlowPlace) => ReactNode;
  drawing: Drawing;
  /** How many blocks the items stand in. */
  depth: number;
}

/** A longer list becomes several lists that look like one, so that the browser can pass over those out of view. */
const GROUPS_A_SEGMENT = 2;

/** A list. Groups of items that are finished keep their identity, so a long list costs no more than its last group. */
export function ListView({ isOrdered, start, groups, ...place }: ListViewProps) {
  const segments: ReactNode[] = [];
  let number = start;
  for (let first = 0; first < groups.length; first += GROUPS_A_SEGMENT) {
    const segment = groups.slice(first, first + GROUPS_A_SEGMENT);
    const items = segment.map((parts, index) => <ItemGroup key={index} parts={parts} {...place} />);
    const isContinued = first > 0 || undefined;
    segments.push(
      isOrdered ? (
        <ol key={first} start={number === 1 ? undefined : number} data-continued={isContinued}>
          {items}
        </ol>
      ) : (
        <ul key={first} data-continued={isContinued}>
          {items}
        </ul>
      ),
    );
    number += segment.reduce((count, parts) => count + parts.length, 0);
  }
  return segments;
}

type ItemPlace = Pick<ListViewProps, 'drawItem' | 'drawing' | 'depth'>;

const ItemGroup = memo(function ItemGroup({
  parts,
  ...place
}: { parts: readonly Part<ListItem>[] } & ItemPlace) {
  return parts.map((part) => <Item key={part.key} part={part} {...place} />);
});

const Item = memo(function Item({ part, drawItem, drawing, depth }: { part: Part<ListItem> } & ItemPlace) {
  const { node, isGrowing } = part;
  const isTask = typeof node.checked === 'boolean';
  return (
    <li className={isTask ? classes.task : undefined}>
      {isTask && <TaskBox isDone={node.checked ?? false} />}
      {drawItem(node, { drawing, depth, isGrowing })}
    </li>
  );
});

function TaskBox({ isDone }: { isDone: boolean }) {
  const Icon = isDone ? IconSquareCheck : IconSquare;
  return <Icon className={classes.taskBox} size={17} role="img" aria-label={isDone ? 'Done' : 'To do'} />;
}
