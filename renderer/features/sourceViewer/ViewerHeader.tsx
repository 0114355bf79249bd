import { ActionIcon, CloseButton, Text, Title, Tooltip } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { KnowledgeDocument, PassagePlace } from '../../../preload/contract/knowledge';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { fileNameOf, placeInWords } from './placeWords';
import classes from './SourceViewer.module.css';
import { closeSource } from './sourceViewerStore';

interface ViewerHeaderProps {
  /** Of the document; empty while unknown. */
  name: string;
  /** Of the passage. */
  place: PassagePlace | null;
  /** Null while it is being read, and when it is gone. */
  document: KnowledgeDocument | null;
  /** Between the name and the buttons. */
  children?: ReactNode;
}

/** Which document it is, where in it, and what can be done with it. */
export function ViewerHeader({ name, place, document, children }: ViewerHeaderProps) {
  const words = place === null ? '' : placeInWords(place);
  const reveal = (id: string) =>
    void api.knowledge.revealDocument({ id }).catch((error: unknown) => notifyError(error));
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        <Title order={2} className={classes.title} title={document?.path ?? name}>
          {fileNameOf(name) || 'Source'}
        </Title>
        {words !== '' && (
          <Text size="xs" c="dimmed" truncate title={words}>
            {words}
          </Text>
        )}
      </div>
      {children}
      {document !== null && (
        <Tooltip label="Show in folder">
          <ActionIcon size="lg" aria-label="Show in folder" onClick={() => reveal(document.id)}>
            <IconFolderOpen size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <CloseButton size="lg" aria-label="Close the source" onClick={closeSource} />
    </header>
  );
}
