import { ActionIcon, Popover, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './HelpHint.module.css';

interface HelpHintProps {
  /** The word that is explained. */
  term: string;
  children: ReactNode;
}

/** A question mark beside a word of the field, with its explanation in a few plain sentences. */
export function HelpHint({ term, children }: HelpHintProps) {
  return (
    <Popover width={280} position="top" withArrow shadow="md" trapFocus={false}>
      <Popover.Target>
        <ActionIcon className={classes.hint} size={18} aria-label={`What does “${term}” mean?`}>
          <IconHelpCircle size={15} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">{children}</Text>
      </Popover.Dropdown>
    </Popover>
  );
}
