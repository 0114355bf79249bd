import { ActionIcon, Badge, Button, Menu, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { IconDots, IconEye, IconFolderSymlink, IconRefresh, IconTrash } from '@tabler/icons-react';
import type { DocumentState, KnowledgeDocument } from '../../../../preload/contract/knowledge';
import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes, formatCount, formatDaysAgo } from '../../../components/formatting';
import { showSource } from '../../sourceViewer/sourceViewerStore';
import knowledge from '../knowledge.module.css';
import { useReindexDocument } from '../queries';
import { formatWords } from '../words/formatWords';
import { documentStateWords, passagesInWords } from '../words/stateWords';
import classes from './documents.module.css';
import { rowFocusAttribute } from './useRowKeys';

interface DocumentRowProps {
  /** Undefined while it is being read. */
  document: KnowledgeDocument | undefined;
  /** Whether Tab reaches this row. */
  isTabStop: boolean;
  onRemove: (document: KnowledgeDocument) => void;
}

const stateColors = {
  queued: 'gray',
  parsing: 'clay',
  embedding: 'clay',
  done: 'moss',
  failed: 'red',
  cancelled: 'gray',
} as const satisfies Record<DocumentState, string>;

/** One file: its name, which opens it, what is known of it, and why it failed. */
export function DocumentRow({ document, isTabStop, onRemove }: DocumentRowProps) {
  const reindex = useReindexDocument();
  if (document === undefined) return <Skeleton h={36} my={10} />;
  const { id, name, state, error } = document;
  const tabIndex = isTabStop ? 0 : -1;
  const readAgain = () => reindex.mutate(id, { onError: (failure) => notifyError(failure) });
  return (
    <div className={classes.document} data-row>
      <div className={classes.about}>
        <DocumentName document={document} tabIndex={tabIndex} />
        <Text size="xs" className={knowledge.fade}>
          {documentFacts(document).join(' · ')}
        </Text>
        {state === 'failed' && error !== null && (
          <Text size="xs" className={classes.reason}>
            {error.message}
          </Text>
        )}
      </div>
      {state === 'failed' && (
        <Button
          size="compact-xs"
          variant="default"
          tabIndex={tabIndex}
          aria-label={`Try again: ${name}`}
          loading={reindex.isPending}
          onClick={readAgain}
        >
          Try again
        </Button>
      )}
      <Badge className={classes.state} color={stateColors[state]}>
        {documentStateWords[state]}
      </Badge>
      <DocumentMenu
        document={document}
        tabIndex={tabIndex}
        onReadAgain={readAgain}
        onRemove={() => onRemove(document)}
      />
    </div>
  );
}

function documentFacts({ format, bytes, passages, pages, indexedAt }: KnowledgeDocument): string[] {
  const facts = [...(format === null ? [] : [formatWords[format]]), formatBytes(bytes)];
  if (pages !== null) facts.push(`${formatCount(pages)} ${pages === 1 ? 'page' : 'pages'}`);
  if (indexedAt !== null) facts.push(passagesInWords(passages), `indexed ${formatDaysAgo(indexedAt)}`);
  return facts;
}

function open({ id }: KnowledgeDocument): void {
  showSource({ documentId: id, ordinal: 0 });
}

/** What cannot be searched cannot be opened either: Loam has no text of it. */
function DocumentName({ document, tabIndex }: { document: KnowledgeDocument; tabIndex: number }) {
  if (document.indexedAt === null) {
    return (
      <Text size="sm" className={classes.name}>
        {document.name}
      </Text>
    );
  }
  return (
    <UnstyledButton
      className={classes.name}
      tabIndex={tabIndex}
      {...{ [rowFocusAttribute]: true }}
      aria-label={`Open ${document.name}`}
      onClick={() => open(document)}
    >
      {document.name}
    </UnstyledButton>
  );
}

interface DocumentMenuProps {
  document: KnowledgeDocument;
  tabIndex: number;
  onReadAgain: () => void;
  onRemove: () => void;
}

function DocumentMenu({ document, tabIndex, onReadAgain, onRemove }: DocumentMenuProps) {
  const { id, name, indexedAt } = document;
  const reveal = () => {
    api.knowledge.revealDocument({ id }).catch((error: unknown) => notifyError(error));
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon
          tabIndex={tabIndex}
          aria-label={`Options for ${name}`}
          {...(indexedAt === null && { [rowFocusAttribute]: true })}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {indexedAt !== null && (
          <Menu.Item leftSection={<IconEye size={16} aria-hidden />} onClick={() => open(document)}>
            Open
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={onReadAgain}>
          Read again
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderSymlink size={16} aria-hidden />} onClick={reveal}>
          Show in the file manager
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          className={knowledge.danger}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={onRemove}
        >
          Leave out…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
