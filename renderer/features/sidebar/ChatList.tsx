import { EmptyState, ScrollArea, Skeleton, Stack, Text } from '@mantine/core';
import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { ErrorAlert } from '../../components/errors/ErrorAlert';
import { useNavigation } from '../../navigation';
import { useConversationList } from '../conversations/queries';
import { ChatListItem } from './ChatListItem';
import { groupConversations } from './groupConversations';
import classes from './sidebar.module.css';
import { useChatListActions } from './useChatListActions';
import { useRowFocus } from './useRowFocus';

const headingHeightPx = 32;
const rowHeightPx = 34;

/** All chats, grouped by last use. Only the rows in view exist, so ten thousand chats scroll like ten. */
export function ChatList() {
  const { data: list, error, refetch } = useConversationList();
  const currentId = useNavigation((state) => (state.screen === 'chat' ? state.conversationId : null));
  // The list changes whenever a chat is used, which is often enough to notice a new day.
  const rows = useMemo(() => groupConversations(list ?? [], Date.now()), [list]);
  const viewport = useRef<HTMLDivElement>(null);
  const focus = useRowFocus(rows, currentId);
  const actions = useChatListActions({ rows, currentId, focus });

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: (index) => (rows[index]?.type === 'heading' ? headingHeightPx : rowHeightPx),
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : row.type === 'heading' ? `heading:${row.label}` : row.summary.id;
    },
    overscan: 8,
    // The row that Tab reaches always exists, however far the list is scrolled.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return focus.index < 0 || indexes.includes(focus.index)
        ? indexes
        : [...indexes, focus.index].sort((a, b) => a - b);
    },
  });
  focus.onMove((index) => virtualizer.scrollToIndex(index, { align: 'auto' }));

  if (error !== null && list === undefined) {
    return (
      <div className={classes.listNote}>
        <ErrorAlert error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (list === undefined) return <ListSkeleton />;
  if (list.length === 0) {
    return (
      <EmptyState
        className={classes.listNote}
        size="sm"
        title="No chats yet"
        description="Your chats will be listed here. They stay on this computer."
      />
    );
  }
  return (
    <ScrollArea
      className={classes.scroll}
      viewportRef={viewport}
      type="hover"
      scrollbarSize={8}
      scrollHideDelay={300}
    >
      <div
        role="list"
        aria-label="Chats"
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const style = { height: item.size, transform: `translateY(${item.start}px)` };
          return row.type === 'heading' ? (
            <Text key={item.key} className={classes.heading} style={style} component="div">
              {row.label}
            </Text>
          ) : (
            <ChatListItem
              key={item.key}
              summary={row.summary}
              position={row.position}
              total={list.length}
              top={item.start}
              height={item.size}
              isCurrent={row.summary.id === currentId}
              isTabStop={item.index === focus.index}
              isRenaming={actions.renamingId === row.summary.id}
              actions={actions.stable}
            />
          );
        })}
      </div>
    </ScrollArea>
  );
}

function ListSkeleton() {
  return (
    <Stack gap={14} className={classes.listNote} role="status" aria-label="Reading the list of chats">
      {[82, 64, 90, 71, 55].map((width) => (
        <Skeleton key={width} h={12} w={`${width}%`} />
      ))}
    </Stack>
  );
}
