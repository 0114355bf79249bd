import { ActionIcon, Button, Group, Stack, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconMessagePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Wordmark } from '../../components/Wordmark';
import { useNavigation } from '../../navigation';
import { runCommand } from '../shortcuts/commands';
import { ChatList } from './ChatList';
import { ScreenLinks } from './ScreenLinks';
import { SearchField } from './SearchField';
import { SearchResults } from './SearchResults';
import classes from './sidebar.module.css';
import { useFocusAfterToggle } from './useFocusAfterToggle';

/** Waits until the user paused typing before it searches. */
const searchDelayMs = 150;

/** The open sidebar: new chat, search, the list of chats, and the way to the other screens. */
export function Sidebar({ isToggled }: { isToggled: boolean }) {
  const [query, setQuery] = useState('');
  const [settledQuery] = useDebouncedValue(query, searchDelayMs);
  const collapse = useFocusAfterToggle(isToggled);
  const isSearching = query.trim() !== '' && settledQuery.trim() !== '';
  return (
    <div className={classes.sidebar}>
      <Stack gap="xs" px="sm" pt="sm" pb={4}>
        <Group justify="space-between" h={36}>
          <Wordmark />
          <Tooltip label="Hide the sidebar">
            <ActionIcon
              ref={collapse}
              aria-label="Hide the sidebar"
              aria-expanded
              onClick={() => runCommand('toggle-sidebar')}
            >
              <IconLayoutSidebarLeftCollapse size={20} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <Button
          fullWidth
          variant="default"
          leftSection={<IconMessagePlus size={18} stroke={1.6} aria-hidden />}
          onClick={() => runCommand('new-conversation')}
        >
          New chat
        </Button>
        <SearchField value={query} onChange={setQuery} />
      </Stack>
      <div className={classes.list}>
        {isSearching ? (
          <SearchResults
            query={settledQuery}
            onLeave={() => useNavigation.getState().setSearchRequested(true)}
          />
        ) : (
          <ChatList />
        )}
      </div>
      <ScreenLinks />
    </div>
  );
}
