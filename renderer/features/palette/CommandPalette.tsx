import '@mantine/spotlight/styles.css';
import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconMessage, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useNavigation } from '../../navigation';
import { useConversationSearch, useConversationList } from '../conversations/queries';
import { isCommandAvailable, runCommand, useCommand } from '../shortcuts/commands';
import { ShortcutKeys } from '../shortcuts/ShortcutKeys';
import { shortcutOf } from '../shortcuts/shortcutTable';
import { Snippet } from '../sidebar/SearchResults';
import { matchingCommands, paletteCommands } from './paletteCommands';

const searchDelayMs = 150;
const mostChats = 8;

/** Every command and every chat, by typing. Opens as soon as it is mounted. */
export default function CommandPalette() {
  const [query, setQuery] = useState('');
  useCommand('palette', spotlight.open);
  useEffect(() => spotlight.open(), []);
  const commands = matchingCommands(
    paletteCommands.filter(({ command }) => isCommandAvailable(command)),
    query,
  );
  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={null} scrollable maxHeight={420} size="lg">
      <Spotlight.Search
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
        <ChatActions query={query} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** The chats that match, or the last ones while nothing is typed. */
function ChatActions({ query }: { query: string }) {
  const [settledQuery] = useDebouncedValue(query.trim(), searchDelayMs);
  const { data: hits, isFetching } = useConversationSearch(settledQuery);
  const recent = useConversationList().data?.slice(0, mostChats) ?? [];
  const showConversation = useNavigation((state) => state.showConversation);
  const icon = <IconMessage size={20} stroke={1.6} aria-hidden />;
  if (query.trim() === '') {
    if (recent.length === 0) return null;
    return (
      <Spotlight.ActionsGroup label="Chats">
        {recent.map(({ id, title }) => (
          <Spotlight.Action key={id} label={title} leftSection={icon} onClick={() => showConversation(id)} />
        ))}
      </Spotlight.ActionsGroup>
    );
  }
  if (settledQuery === '' || hits === undefined) return null;
  if (hits.length === 0) {
    return isFetching ? null : (
      <Text size="sm" c="dimmed" p="md" role="status">
        No chat contains these words.
      </Text>
    );
  }
  return (
    <Spotlight.ActionsGroup label="Chats">
      {hits.slice(0, mostChats).map((hit) => (
        <Spotlight.Action
          key={`${hit.conversationId}:${hit.messageId ?? 'title'}`}
          onClick={() => showConversation(hit.conversationId, hit.messageId)}
          leftSection={icon}
        >
          <div>
            <Text size="sm" truncate>
              {hit.title}
            </Text>
            <Text size="xs" c="dimmed" lineClamp={1}>
              <Snippet pieces={hit.snippet} />
            </Text>
          </div>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  );
}
