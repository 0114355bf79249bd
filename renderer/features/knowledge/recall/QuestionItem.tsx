import { ActionIcon, Badge, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Collection } from '../../../../preload/contract/knowledge';
import type { RecallQuestion } from '../../../../preload/contract/retrieval';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import { useRemoveQuestion } from '../retrievalQueries';
import { rankInWords } from '../words/recallWords';
import { scopeInWords } from '../words/scopes';
import classes from './recall.module.css';

interface QuestionItemProps {
  question: RecallQuestion;
  /** Of the newest run; null: not among the first ten; undefined: not run yet. */
  rank: number | null | undefined;
  collections: readonly Collection[];
  /** Searches for it now. */
  onSearch: () => void;
}

/** A saved question, what should be found for it, and where that was found last. */
export function QuestionItem({ question, rank, collections, onSearch }: QuestionItemProps) {
  const { id, expectedDocumentId, expectedDocumentName, expectedText, scope } = question;
  const [isDoomed, setDoomed] = useState(false);
  const remove = useRemoveQuestion();
  const isGone = expectedDocumentId === null;
  return (
    <li className={classes.question}>
      <div className={classes.about}>
        <UnstyledButton className={classes.name} onClick={onSearch}>
          {question.question}
        </UnstyledButton>
        <Text size="xs" c="dimmed" className={classes.expected}>
          {expectedDocumentName}
          {expectedText !== '' && ` · “${expectedText}”`}
          {` · in ${scopeInWords(scope, collections)}`}
        </Text>
        {isGone ? (
          <Badge size="sm" color="red" mt={4}>
            Its file is gone
          </Badge>
        ) : (
          <Badge size="sm" mt={4} color={rank === undefined ? 'gray' : rank === null ? 'red' : 'moss'}>
            {rankInWords(rank)}
          </Badge>
        )}
      </div>
      <Tooltip label="Remove">
        <ActionIcon aria-label={`Remove the question “${question.question}”`} onClick={() => setDoomed(true)}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        title={isDoomed ? 'Remove this question?' : null}
        message={`“${question.question}” is not run any more. Runs that it took part in stay.`}
        confirmLabel="Remove"
        onConfirm={() =>
          remove.mutate(id, {
            onError: (error) => notifyError(error, { title: 'The question was not removed' }),
          })
        }
        onClose={() => setDoomed(false)}
      />
    </li>
  );
}
