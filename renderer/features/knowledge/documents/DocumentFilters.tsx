import { Chip, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { StateCounts } from '../../../../preload/contract/knowledge';
import { formatCount } from '../../../components/formatting';
import { countAll, countGroup, stateGroups, stateGroupWords, type StateGroup } from '../words/stateWords';

interface DocumentFiltersProps {
  counts: StateCounts;
  /** Null: all. */
  group: StateGroup | null;
  name: string;
  onGroup: (group: StateGroup | null) => void;
  onName: (name: string) => void;
}

const everything = 'all';

/** Narrows a list of files down by state and by a part of the name. */
export function DocumentFilters({ counts, group, name, onGroup, onName }: DocumentFiltersProps) {
  // The keys of the table are the only groups there are.
  const groups = (Object.keys(stateGroups) as StateGroup[]).filter(
    (each) => each === group || countGroup(counts, each) > 0,
  );
  return (
    <Group gap="sm" mb="sm" justify="space-between">
      <Chip.Group
        value={group ?? everything}
        onChange={(value) => onGroup(groups.find((each) => each === value) ?? null)}
      >
        <Group gap={6} role="radiogroup" aria-label="Which files">
          <Chip size="xs" value={everything}>
            All {formatCount(countAll(counts))}
          </Chip>
          {groups.map((each) => (
            <Chip key={each} size="xs" value={each}>
              {stateGroupWords[each]} {formatCount(countGroup(counts, each))}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <TextInput
        size="xs"
        type="search"
        aria-label="Part of the name"
        placeholder="Part of the name"
        maxLength={200}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={name}
        onChange={(event) => onName(event.currentTarget.value)}
      />
    </Group>
  );
}
