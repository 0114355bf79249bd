import { ActionIcon, Button, EmptyState, Group, Text, Title, Tooltip } from '@mantine/core';
import { IconBookmarkPlus, IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import type { Collection } from '../../../../preload/contract/knowledge';
import type { RecallQuestion } from '../../../../preload/contract/retrieval';
import { notifyError } from '../../../components/errors/notifyError';
import { QueryState } from '../../../components/QueryState';
import { useRecallQuestions, useRecallRuns, useRunRecall } from '../retrievalQueries';
import { QuestionItem } from './QuestionItem';
import classes from './recall.module.css';
import { RunFigures } from './RunFigures';
import { lastRank } from './lastRank';

interface SavedQuestionsProps {
  collections: readonly Collection[];
  onSearch: (question: RecallQuestion) => void;
  /** Saves the question that is in the search field. */
  onNew: () => void;
}

/** Questions with the source that should be found for them, and how well the search does on them over time. */
export function SavedQuestions({ collections, onSearch, onNew }: SavedQuestionsProps) {
  const query = useRecallQuestions();
  const runs = useRecallRuns().data;
  const run = useRunRecall();
  const isEmpty = query.data?.length === 0;
  return (
    <section aria-label="Saved questions" className={classes.saved}>
      <Group justify="space-between" wrap="nowrap" mih={30}>
        <Title order={2}>Saved questions</Title>
        <Group gap={4} wrap="nowrap">
          {!isEmpty && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              loading={run.isPending}
              disabled={query.data === undefined}
              onClick={() =>
                run.mutate(undefined, {
                  onError: (error) => notifyError(error, { title: 'The questions were not run' }),
                })
              }
            >
              Run all
            </Button>
          )}
          <Tooltip label="Save a question">
            <ActionIcon aria-label="Save a question" onClick={onNew}>
              <IconPlus size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <QueryState query={query}>
        {(questions) => (
          <>
            {questions.length === 0 ? <NoQuestions /> : null}
            {runs !== undefined && runs.length > 0 ? (
              <RunFigures runs={runs} />
            ) : (
              questions.length > 0 && (
                <Text size="sm" c="dimmed" mt="xs">
                  Not run yet. They also run by themselves when the index has changed.
                </Text>
              )
            )}
            {questions.length > 0 && (
              <ul className={classes.questions}>
                {questions.map((question) => (
                  <QuestionItem
                    key={question.id}
                    question={question}
                    rank={lastRank(runs ?? [], question.id)}
                    collections={collections}
                    onSearch={() => onSearch(question)}
                  />
                ))}
              </ul>
            )}
          </>
        )}
      </QueryState>
    </section>
  );
}

function NoQuestions() {
  return (
    <EmptyState
      size="sm"
      py="lg"
      icon={<IconBookmarkPlus aria-hidden />}
      title="No saved questions yet"
      description="Search for something you know the answer to, and save the question at the right passage. Loam then shows whether it is still found after each change."
    />
  );
}
