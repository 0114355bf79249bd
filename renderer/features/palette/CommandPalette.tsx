import '@mantine/spotlight/styles.layer.css';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useConversationSearch } from '../conversations/queries';
import { runCommand, useCommand, useCommandAvailability } from '../shortcuts/commands';
import { ShortcutKeys } from '../shortcuts/ShortcutKeys';
import { shortcutOf } from '../shortcuts/shortcutTable';
import classes from './CommandPalette.module.css';
import { PaletteChats } from './PaletteChats';
import { matchingCommands, paletteCommands } from './paletteCommands';
import { palette, paletteStore, useFirstLineSelected } from './paletteStore';

const searchDelayMs = 150;

/** Every command and every chat, by typing. Opens as soon as it is mounted. */
export default function CommandPalette() {
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const [settledQuery] = useDebouncedValue(query.trim(), searchDelayMs);
  const hits = useConversationSearch(settledQuery).data;
  const isAvailable = useCommandAvailability();
  const commands = matchingCommands(
    paletteCommands.filter(({ command }) => isAvailable(command)),
    query,
  );
  useCommand('palette', palette.open);
  useEffect(() => palette.open(), []);
  useFirstLineSelected(search, `${query} ${commands.length} ${hits?.length ?? 0}`);
  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
      classNames={{ action: classes.line ?? '' }}
      scrollable
      maxHeight={420}
      size="lg"
    >
      <Spotlight.Search
        ref={search}
        placeholder="Type a command, or words from a chat"
        aria-label="Command or words from a chat"
        leftSection={<IconSearch size={20} stroke={1.6} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {commands.length > 0 && (
          <Spotlight.ActionsGroup label="Commands">
            {commands.map(({ command, label, Icon }) => {
              const shortcut = shortcutOf(command);
              return (
                <Spotlight.Action
                  key={command}
                  label={label}
                  leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
                  rightSection={shortcut && <ShortcutKeys keys={shortcut.keys} />}
                  onClick={() => runCommand(command)}
                />
              );
            })}
          </Spotlight.ActionsGroup>
        )}
        <PaletteChats isBlank={query.trim() === ''} hits={settledQuery === '' ? undefined : hits} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
