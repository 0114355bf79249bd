import { Button, ScrollArea, Text } from '@mantine/core';
import type { AdapterChoice } from '../../../../preload/contract/adapters';
import { HelpHint } from '../../../components/HelpHint';
import { useNavigation } from '../../../navigation';
import classes from './AdapterChip.module.css';
import { AdapterPickerItem } from './AdapterPickerItem';
import { mostAdapters, toggledChoice, withScale, type ChatAdapters } from './chatAdapters';

interface AdapterPickerProps {
  adapters: ChatAdapters;
  /** When a change counts, in words. */
  note: string;
  onChange: (choices: AdapterChoice[]) => void;
}

const listHeight = 340;

/** Switches adapters on and off, each with its own strength. */
export function AdapterPicker({ adapters: { chosen, offered }, note, onChange }: AdapterPickerProps) {
  const choices = chosen.map(({ choice }) => choice);
  const isFull = choices.length >= mostAdapters;
  return (
    <>
      <div className={classes.head}>
        <Text size="sm" fw={600}>
          Adapters{' '}
          <HelpHint term="scale">
            How strongly an adapter counts: 1 is as it was trained, 0 changes nothing, more than 1
            exaggerates. Several adapters add up.
          </HelpHint>
        </Text>
        {choices.length > 0 && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChange([])}>
            Turn all off
          </Button>
        )}
      </div>
      {offered.length === 0 ? (
        <Text size="sm" c="dimmed" px={14} pb={12}>
          No adapters yet. An adapter is a small file that gives a model another tone, format or field of
          knowledge.
        </Text>
      ) : (
        <ScrollArea.Autosize mah={listHeight} type="auto" scrollbarSize={8}>
          <ul className={classes.list} aria-label="Adapters">
            {offered.map(({ adapter, refusal }) => (
              <AdapterPickerItem
                key={adapter.id}
                adapter={adapter}
                refusal={refusal}
                scale={choices.find(({ adapterId }) => adapterId === adapter.id)?.scale ?? null}
                isFull={isFull}
                onToggle={() => onChange(toggledChoice(choices, adapter.id))}
                onScale={(scale) => onChange(withScale(choices, adapter.id, scale))}
              />
            ))}
          </ul>
        </ScrollArea.Autosize>
      )}
      <div className={classes.foot}>
        <Text size="xs" c="dimmed">
          {note}
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => useNavigation.getState().showScreen('adapters')}
        >
          {offered.length === 0 ? 'Get the first one' : 'Manage adapters'}
        </Button>
      </div>
    </>
  );
}
