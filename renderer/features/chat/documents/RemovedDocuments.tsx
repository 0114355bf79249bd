import { Button, Text } from '@mantine/core';
import type { KnowledgeScope } from '../../../../preload/contract/knowledge';
import { formatCount } from '../../../components/formatting';
import classes from './Documents.module.css';
import { isEmptyScope, scopeOfChosen, type ChosenDocuments } from './scopeWords';

interface RemovedDocumentsProps {
  chosen: ChosenDocuments;
  onChange: (scope: KnowledgeScope) => void;
}

/** Says that a chat names documents that were removed, and takes them out of it. */
export function RemovedDocuments({ chosen, onChange }: RemovedDocumentsProps) {
  const { removed } = chosen;
  if (removed === 0) return null;
  const left = scopeOfChosen(chosen);
  const words = isEmptyScope(left)
    ? 'The documents of this chat were removed. The model answers without any.'
    : `${formatCount(removed)} ${removed === 1 ? 'choice of this chat was' : 'choices of this chat were'} removed.`;
  return (
    <div className={classes.removed}>
      <Text size="xs">{words}</Text>
      <Button size="compact-xs" variant="light" color="gray" onClick={() => onChange(left)}>
        Forget removed
      </Button>
    </div>
  );
}
