import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { KnowledgeScope } from '../../../../preload/contract/knowledge';
import { notifyError } from '../../../components/errors/notifyError';
import { useDocuments } from '../queries';
import { useSaveQuestion } from '../retrievalQueries';

/** The document that a search should find. */
interface ExpectedDocument {
  id: string;
  name: string;
}

/** A question that is about to be saved. */
export interface QuestionDraft {
  question: string;
  scope: KnowledgeScope;
  expected: ExpectedDocument | null;
}

interface SaveQuestionDialogProps {
  /** Null keeps the dialog closed. */
  draft: QuestionDraft | null;
  onClose: () => void;
}

/** Keeps a question together with the source that should be found for it. */
export function SaveQuestionDialog({ draft, onClose }: SaveQuestionDialogProps) {
  return (
    <Modal opened={draft !== null} onClose={onClose} title="Save a question" size={520}>
      {draft !== null && <SaveQuestionForm draft={draft} onClose={onClose} />}
    </Modal>
  );
}

function SaveQuestionForm({ draft, onClose }: { draft: QuestionDraft; onClose: () => void }) {
  const [question, setQuestion] = useState(draft.question);
  const [expected, setExpected] = useState(draft.expected);
  const [expectedText, setExpectedText] = useState('');
  const save = useSaveQuestion();
  const isComplete = question.trim() !== '' && expected !== null;
  const submit = () => {
    if (expected === null || question.trim() === '') return;
    save.mutate(
      {
        question: question.trim(),
        scope: draft.scope,
        expectedDocumentId: expected.id,
        expectedText: expectedText.trim(),
      },
      {
        onSuccess: () => {
          onClose();
          notifications.show({
            title: 'The question is saved',
            message: 'It is searched whenever the index has changed. Run it now to see where it stands.',
          });
        },
        onError: (error) => notifyError(error, { title: 'The question was not saved' }),
      },
    );
  };
  return (
    <Stack
      component="form"
      gap="sm"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Text size="sm" c="dimmed">
        Saved questions are searched again whenever the index has changed, so that you see whether searching
        gets better or worse.
      </Text>
      <TextInput
        label="Question"
        maxLength={2000}
        data-autofocus={draft.question === '' || undefined}
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
      />
      <DocumentField expected={expected} scope={draft.scope} onChange={setExpected} />
      <Textarea
        label="Words the right passage holds"
        description="If you leave this empty, any passage of the file counts as found."
        autosize
        minRows={1}
        maxRows={5}
        maxLength={2000}
        value={expectedText}
        onChange={(event) => setExpectedText(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!isComplete} loading={save.isPending}>
          Save
        </Button>
      </Group>
    </Stack>
  );
}

interface DocumentFieldProps {
  expected: ExpectedDocument | null;
  scope: KnowledgeScope;
  onChange: (expected: ExpectedDocument | null) => void;
}

const typingPauseMs = 150;
const mostFound = 30;

/** Finds a file by a part of its name. */
function DocumentField({ expected, scope, onChange }: DocumentFieldProps) {
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed.trim(), typingPauseMs);
  const onlyCollectionId = scope.collectionIds.length === 1 ? scope.collectionIds[0] : undefined;
  const name = settled === expected?.name ? '' : settled;
  const found = useDocuments(
    {
      ...(onlyCollectionId !== undefined && { collectionId: onlyCollectionId }),
      ...(name !== '' && { name }),
    },
    mostFound,
  ).data;
  const items = found?.items ?? [];
  const known = expected !== null && !items.some(({ id }) => id === expected.id) ? [expected] : [];
  const choices = [...known, ...items];
  return (
    <Select
      label="File that should be found"
      placeholder="Part of the name"
      searchable
      allowDeselect={false}
      nothingFoundMessage="No file is called so"
      data={choices.map(({ id, name: label }) => ({ value: id, label }))}
      // The main process has searched already.
      filter={({ options }) => options}
      value={expected?.id ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => {
        const chosen = choices.find((choice) => choice.id === id);
        onChange(chosen === undefined ? null : { id: chosen.id, name: chosen.name });
      }}
    />
  );
}
