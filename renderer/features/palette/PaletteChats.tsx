import { Text } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconMessage } from '@tabler/icons-react';
import type { SearchHit } from '../../../preload/contract/conversations';
import { useNavigation } from '../../navigation';
import { useConversationList } from '../conversations/queries';
import { Snippet } from '../sidebar/SearchResults';
import classes from './CommandPalette.module.css';

const mostChats = 8;

interface PaletteChatsProps {
  /** Nothing is typed: the last chats are offered. */
  isBlank: boolean;
  /** What the search found; undefined while it searches. */
  hits: readonly SearchHit[] | undefined;
}

/** The chats that match what is typed, or the last ones. */
export function PaletteChats({ isBlank, hits }: PaletteChatsProps) {
  const recent = useConversationList().data?.slice(0, mostChats) ?? [];
  const showConversation = useNavigation((state) => state.showConversation);
  const icon = <IconMessage size={20} stroke={1.6} aria-hidden />;
  if (isBlank) {
    if (recent.length === 0) return null;
    return (
      <Spotlight.ActionsGroup label="Chats">
        {recent.map(({ id, title }) => (
          <Spotlight.Action key={id} label={title} leftSection={icon} onClick={() => showConversation(id)} />
        ))}
      </Spotlight.ActionsGroup>
    );
  }
  if (hits === undefined) return null;
  if (hits.length === 0) {
    return (
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
        >
          {icon}
          <div className={classes.hit}>
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
