import { EmptyState, Loader, Mark, ScrollArea, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useRovingIndex } from '@mantine/hooks';
import type { SearchHit } from '../../../preload/contract/conversations';
import { ErrorAlert } from '../../components/errors/ErrorAlert';
import { useNavigation } from '../../navigation';
import { useConversationSearch } from '../conversations/queries';
import classes from './sidebar.module.css';

interface SearchResultsProps {
  query: string;
  /** Called by Escape, and by moving up from the first hit. */
  onLeave: () => void;
}

/** The hits of a search over titles and texts, best first. */
export function SearchResults({ query, onLeave }: SearchResultsProps) {
  const { data: hits, error, isFetching, refetch } = useConversationSearch(query);
  const { getItemProps } = useRovingIndex({ total: hits?.length ?? 0, orientation: 'vertical', loop: false });
  if (error !== null) {
    return (
      <div className={classes.listNote}>
        <ErrorAlert error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (hits === undefined) return <Loader size="sm" m="md" aria-label="Searching" />;
  if (hits.length === 0) {
    return (
      <EmptyState
        className={classes.listNote}
        size="sm"
        title="Nothing found"
        description={`No chat contains “${query.trim()}”. Try fewer words, or only the beginning of one.`}
        role="status"
      />
    );
  }
  return (
    <ScrollArea className={classes.scroll} type="hover" scrollbarSize={8} aria-busy={isFetching}>
      <VisuallyHidden role="status">
        {hits.length} {hits.length === 1 ? 'hit' : 'hits'}
      </VisuallyHidden>
      <ul className={classes.hits} aria-label="Hits" id="search-hits">
        {hits.map((hit, index) => (
          <li key={`${hit.conversationId}:${hit.messageId ?? 'title'}`}>
            <UnstyledButton
              className={classes.hit}
              {...getItemProps({
                index,
                onClick: () => openHit(hit),
                onKeyDown: (event) => {
                  if (event.key === 'Escape' || (event.key === 'ArrowUp' && index === 0)) onLeave();
                },
              })}
            >
              <Text size="sm" fw={500} truncate>
                {hit.title}
              </Text>
              <Text size="xs" c="dimmed" lineClamp={2}>
                <Snippet pieces={hit.snippet} />
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}

function openHit({ conversationId, messageId }: SearchHit): void {
  useNavigation.getState().showConversation(conversationId, messageId);
}

/** A snippet with its matches marked. */
export function Snippet({ pieces }: { pieces: SearchHit['snippet'] }) {
  return pieces.map(({ text, isMatch }, index) => (isMatch ? <Mark key={index}>{text}</Mark> : text));
}
