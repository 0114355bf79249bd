import { Button, Popover } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconPuzzle } from '@tabler/icons-react';
import type { AdapterChoice } from '../../../../preload/contract/adapters';
import classes from './AdapterChip.module.css';
import { AdapterPicker } from './AdapterPicker';
import { chosenInWords, type ChatAdapters } from './chatAdapters';

interface AdapterButtonProps {
  /** `chip`: quiet, beside the message field. `field`: as wide as its form. */
  look: 'chip' | 'field';
  adapters: ChatAdapters;
  /** When a change counts, in words. */
  note: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onChange: (choices: AdapterChoice[]) => void;
}

/** Says which adapters are on, and opens the picker. */
export function AdapterButton({ look, adapters, note, isOpen, onOpenChange, onChange }: AdapterButtonProps) {
  const { chosen, offered } = adapters;
  const words = chosenInWords(chosen);
  const problem = chosen.find((candidate) => candidate.problem !== null)?.problem ?? null;
  const Sign = problem === null ? IconPuzzle : IconAlertTriangle;
  const isChip = look === 'chip';
  // Someone who has no adapter is not told in words, beside every message, that there is none.
  const isWordless = isChip && chosen.length === 0 && offered.length === 0;
  return (
    <Popover
      opened={isOpen}
      onChange={onOpenChange}
      position={isChip ? 'top-start' : 'bottom-start'}
      width={380}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          className={classes.button}
          variant={isChip ? 'subtle' : 'default'}
          color="gray"
          size={isChip ? 'compact-sm' : 'sm'}
          fullWidth={!isChip}
          justify={isChip ? undefined : 'flex-start'}
          data-look={look}
          data-on={chosen.length > 0 || undefined}
          data-problem={problem !== null || undefined}
          data-wordless={isWordless || undefined}
          aria-label={problem === null ? `Adapters: ${words}` : `Adapters: ${words}. ${problem}`}
          leftSection={<Sign size={16} aria-hidden />}
          rightSection={isWordless ? undefined : <IconChevronDown size={14} aria-hidden />}
          onClick={() => onOpenChange(!isOpen)}
        >
          {!isWordless && words}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <AdapterPicker adapters={adapters} note={note} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}
