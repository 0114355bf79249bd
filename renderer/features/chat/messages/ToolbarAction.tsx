import { Toolbar, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './MessageToolbar.module.css';

interface ToolbarActionProps {
  label: string;
  icon: ReactNode;
  onClick: () => void;
  /** Set while the action cannot run: the button stays reachable and says why. */
  disabledReason?: string | null;
  /** For buttons that open something below. */
  isExpanded?: boolean;
}

/** One button of a message's toolbar: an icon with its name as a tooltip. Arrow keys move between the buttons. */
export function ToolbarAction({
  label,
  icon,
  onClick,
  disabledReason = null,
  isExpanded,
}: ToolbarActionProps) {
  const isDisabled = disabledReason !== null;
  return (
    <Tooltip label={disabledReason ?? label} events={{ hover: true, focus: true, touch: false }}>
      <Toolbar.Toggle
        className={classes.action}
        aria-label={label}
        aria-disabled={isDisabled || undefined}
        aria-expanded={isExpanded}
        data-unavailable={isDisabled || undefined}
        onClick={() => {
          if (!isDisabled) onClick();
        }}
      >
        {icon}
      </Toolbar.Toggle>
    </Tooltip>
  );
}
