import { Text, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { busyReason, useMessageActions } from './messageActions';
import classes from './MessageToolbar.module.css';
import { ToolbarAction } from './ToolbarAction';

export interface SiblingSwitchProps {
  /** From 0. */
  siblingIndex: number;
  siblingCount: number;
  previousSiblingId: string | null;
  nextSiblingId: string | null;
  isBusy: boolean;
}

/** Switches between the versions of a message: "‹ 2 / 3 ›". Lives inside a toolbar. */
export function SiblingSwitch(props: SiblingSwitchProps) {
  const { siblingIndex, siblingCount, previousSiblingId, nextSiblingId, isBusy } = props;
  const { showSibling } = useMessageActions();
  return (
    <div className={classes.siblings}>
      <ToolbarAction
        label="Previous version"
        icon={<IconChevronLeft size={16} aria-hidden />}
        disabledReason={unavailable(previousSiblingId, 'This is the first version', isBusy)}
        onClick={() => previousSiblingId !== null && showSibling(previousSiblingId)}
      />
      <Text size="xs" component="span" className={classes.siblingCount}>
        <span aria-hidden>
          {siblingIndex + 1} / {siblingCount}
        </span>
        <VisuallyHidden>
          Version {siblingIndex + 1} of {siblingCount}
        </VisuallyHidden>
      </Text>
      <ToolbarAction
        label="Next version"
        icon={<IconChevronRight size={16} aria-hidden />}
        disabledReason={unavailable(nextSiblingId, 'This is the last version', isBusy)}
        onClick={() => nextSiblingId !== null && showSibling(nextSiblingId)}
      />
    </div>
  );
}

function unavailable(siblingId: string | null, reason: string, isBusy: boolean): string | null {
  if (siblingId === null) return reason;
  return isBusy ? busyReason : null;
}
