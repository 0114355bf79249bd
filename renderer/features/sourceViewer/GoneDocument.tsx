import { Alert, Text } from '@mantine/core';
import { IconFileOff } from '@tabler/icons-react';
import type { CitedPassage } from '../../../preload/contract/retrieval';
import classes from './SourceViewer.module.css';
import { ViewerHeader } from './ViewerHeader';

/** What an answer quoted from a document that was removed since. */
export function GoneDocument({ citation }: { citation: CitedPassage | null }) {
  return (
    <>
      <ViewerHeader name={citation?.documentName ?? ''} place={citation?.place ?? null} document={null} />
      <Alert
        className={classes.notice}
        color="gray"
        variant="light"
        title="No longer among your documents"
        icon={<IconFileOff size={18} aria-hidden />}
      >
        <Text size="sm">
          {citation === null
            ? 'It was removed from Loam, or its file is gone.'
            : 'It was removed from Loam, or its file is gone. This is the passage that the answer was given:'}
        </Text>
      </Alert>
      {citation !== null && (
        <div className={classes.goneText} tabIndex={0} role="region" aria-label="The passage">
          <blockquote className={classes.quote}>{citation.text}</blockquote>
        </div>
      )}
    </>
  );
}
