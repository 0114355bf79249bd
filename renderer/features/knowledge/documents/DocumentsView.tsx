import { Button, Group, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Collection, Source } from '../../../../preload/contract/knowledge';
import { notifyError } from '../../../components/errors/notifyError';
import knowledge from '../knowledge.module.css';
import { useRetrySource, useSources, type DocumentFilter } from '../queries';
import { stateGroups, type StateGroup } from '../words/stateWords';
import { DocumentFilters } from './DocumentFilters';
import { DocumentList } from './DocumentList';

/** Which files are listed: of a source, or of all sources of a collection. */
export interface DocumentsPlace {
  collectionId: string;
  sourceId?: string;
  /** What the list is narrowed down to at first; left out: nothing. */
  group?: StateGroup;
}

interface DocumentsViewProps {
  place: DocumentsPlace;
  collection: Collection;
  onClose: () => void;
}

const typingPauseMs = 200;

/** The files of a source, or of a whole collection, with filters by state and name. */
export function DocumentsView({ place, collection, onClose }: DocumentsViewProps) {
  const sources = useSources(collection.id).data;
  const source = sources?.find(({ id }) => id === place.sourceId);
  const [group, setGroup] = useState<StateGroup | null>(place.group ?? null);
  const [name, setName] = useState('');
  const [settledName] = useDebouncedValue(name.trim(), typingPauseMs);
  const filter = useMemo(
    (): DocumentFilter => ({
      ...(place.sourceId === undefined ? { collectionId: place.collectionId } : { sourceId: place.sourceId }),
      ...(group !== null && { states: [...stateGroups[group]] }),
      ...(settledName !== '' && { name: settledName }),
    }),
    [place, group, settledName],
  );
  const isGone = place.sourceId !== undefined && sources !== undefined && source === undefined;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  const title = place.sourceId === undefined ? `All files of ${collection.name}` : (source?.name ?? '');
  const counts = (source ?? collection).documents;
  return (
    <section aria-label={title}>
      <Heading title={title} path={source?.path ?? null} onClose={onClose}>
        <RetryAllButton sources={source === undefined ? (sources ?? []) : [source]} />
      </Heading>
      <DocumentFilters counts={counts} group={group} name={name} onGroup={setGroup} onName={setName} />
      <DocumentList filter={filter} isFiltered={group !== null || settledName !== ''} />
    </section>
  );
}

interface HeadingProps {
  title: string;
  path: string | null;
  onClose: () => void;
  children: ReactNode;
}

/** Takes the focus on arrival: what was pressed to come here is gone. */
function Heading({ title, path, onClose, children }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        ml={-8}
        mb={4}
        leftSection={<IconArrowLeft size={16} aria-hidden />}
        onClick={onClose}
      >
        All sources
      </Button>
      <Group justify="space-between" align="flex-start" gap="xs" mb="sm">
        <div className={knowledge.main}>
          <Title order={2} ref={heading} tabIndex={-1} className={knowledge.arrival}>
            {title}
          </Title>
          {path !== null && (
            <Text size="xs" className={knowledge.path}>
              {path}
            </Text>
          )}
        </div>
        {children}
      </Group>
    </>
  );
}

function RetryAllButton({ sources }: { sources: readonly Source[] }) {
  const retry = useRetrySource();
  const unread = sources.filter(({ documents }) => documents.failed + documents.cancelled > 0);
  if (unread.length === 0) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={retry.isPending}
      onClick={() => unread.forEach(({ id }) => retry.mutate(id, { onError: (error) => notifyError(error) }))}
    >
      Try all failed again
    </Button>
  );
}
