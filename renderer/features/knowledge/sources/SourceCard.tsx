import { Badge, Button, Group, Switch, Text, Title } from '@mantine/core';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { deserializeError } from '../../../../preload/contract/errors';
import type { Source } from '../../../../preload/contract/knowledge';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes, formatDaysAgo } from '../../../components/formatting';
import { HelpHint } from '../../../components/HelpHint';
import { ItemCard } from '../../../components/ItemCard';
import { showSource } from '../../sourceViewer/sourceViewerStore';
import { openOnlyDocument } from '../documents/openOnlyDocument';
import type { DocumentsPlace } from '../documents/DocumentsView';
import { useCancelSource, useIndexingProgress, useRetrySource, useUpdateSource } from '../queries';
import { countAll, filesInWords, hasWork, passagesInWords, sourceState } from '../words/stateWords';
import { SourceMenu } from './SourceMenu';
import classes from './sources.module.css';

interface SourceCardProps {
  source: Source;
  onOpen: (place: DocumentsPlace) => void;
}

/** One file or folder that was added: where it stands, and what can be done with it. */
export function SourceCard({ source, onOpen }: SourceCardProps) {
  const { name, kind, path, problem } = source;
  const retry = useRetrySource();
  const Icon = kind === 'folder' ? IconFolder : IconFile;
  const isScanning = useIndexingProgress().data?.activity === 'scanning';
  const state = sourceState(source, isScanning);
  return (
    <ItemCard
      title={name}
      titleField={
        <Group gap={8} wrap="nowrap" className={classes.title}>
          <Icon size={20} stroke={1.6} aria-label={kind === 'folder' ? 'Folder' : 'File'} role="img" />
          <Title order={3} fz="md" lineClamp={2}>
            {name}
          </Title>
        </Group>
      }
      badges={<Badge color={state.color}>{state.words}</Badge>}
      actions={<SourceMenu source={source} />}
    >
      <Text size="xs" className={classes.path}>
        {path}
      </Text>
      <Text size="sm" className={classes.facts}>
        {sourceFacts(source).join(' · ')}
      </Text>
      {problem !== null && (
        <div className={classes.problem}>
          <ErrorAlert
            error={deserializeError(problem)}
            title={`A problem with this ${kind}`}
            onRetry={() => retry.mutate(source.id, { onError: (error) => notifyError(error) })}
          />
        </div>
      )}
      <SourceActions source={source} onOpen={onOpen} />
    </ItemCard>
  );
}

function sourceFacts({ kind, documents, passages, bytes, lastIndexedAt, excludes }: Source): string[] {
  const facts = kind === 'folder' ? [filesInWords(countAll(documents))] : [];
  facts.push(passagesInWords(passages), formatBytes(bytes));
  facts.push(lastIndexedAt === null ? 'not indexed yet' : `last indexed ${formatDaysAgo(lastIndexedAt)}`);
  if (excludes.length > 0) facts.push(`${excludes.length} ${excludes.length === 1 ? 'exclude' : 'excludes'}`);
  return facts;
}

function SourceActions({ source, onOpen }: SourceCardProps) {
  const { id, kind, name, collectionId, documents } = source;
  const retry = useRetrySource();
  const cancel = useCancelSource();
  const unread = documents.failed + documents.cancelled;
  const fail = (error: unknown) => notifyError(error);
  return (
    <Group gap="xs" mt="sm" mih={30}>
      <Button
        size="compact-sm"
        variant="light"
        aria-label={kind === 'folder' ? `Show the files of ${name}` : `Open ${name}`}
        disabled={countAll(documents) === 0}
        onClick={() =>
          kind === 'folder'
            ? onOpen({ collectionId, sourceId: id })
            : void openOnlyDocument(id, (documentId) => showSource({ documentId, ordinal: 0 }))
        }
      >
        {kind === 'folder' ? 'Show the files' : 'Open'}
      </Button>
      {documents.failed > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Why? ${filesInWords(documents.failed)} of ${name} failed`}
          onClick={() => onOpen({ collectionId, sourceId: id, group: 'failed' })}
        >
          Why?
        </Button>
      )}
      {unread > 0 && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`Try again: ${filesInWords(unread)} of ${name}`}
          loading={retry.isPending}
          onClick={() => retry.mutate(id, { onError: fail })}
        >
          Try again
        </Button>
      )}
      {hasWork(documents) && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={`Cancel reading ${name}`}
          loading={cancel.isPending}
          onClick={() => cancel.mutate(id, { onError: fail })}
        >
          Cancel
        </Button>
      )}
      <WatchSwitch source={source} />
    </Group>
  );
}

function WatchSwitch({ source: { id, name, isWatched } }: { source: Source }) {
  const update = useUpdateSource();
  return (
    <Group gap={6} wrap="nowrap" ml="auto">
      <Switch
        size="xs"
        label="Watch for changes"
        aria-label={`Watch for changes in ${name}`}
        checked={update.isPending ? update.variables.changes.isWatched === true : isWatched}
        onChange={(event) =>
          update.mutate(
            { id, changes: { isWatched: event.currentTarget.checked } },
            { onError: (error) => notifyError(error) },
          )
        }
      />
      <HelpHint term="Watch for changes">
        New, changed, renamed and deleted files are noticed while Loam runs, and when it starts. Only what has
        changed is read again. Without it, a file is read again only when you ask for it.
      </HelpHint>
    </Group>
  );
}
