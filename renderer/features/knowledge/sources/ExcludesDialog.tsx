import { Button, Code, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Source } from '../../../../preload/contract/knowledge';
import { notifyError } from '../../../components/errors/notifyError';
import { useUpdateSource } from '../queries';
import { mostPatterns, patternProblem, toPatterns } from './excludePatterns';
import classes from './sources.module.css';

interface ExcludesDialogProps {
  source: Source;
  isOpen: boolean;
  onClose: () => void;
}

/** Which files of a folder are left out, by patterns. */
export function ExcludesDialog({ source, isOpen, onClose }: ExcludesDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Leave files of “${source.name}” out`} size={520}>
      <ExcludesForm source={source} onClose={onClose} />
    </Modal>
  );
}

function ExcludesForm({ source: { id, name, excludes }, onClose }: Omit<ExcludesDialogProps, 'isOpen'>) {
  const [text, setText] = useState(excludes.join('\n'));
  const update = useUpdateSource();
  const patterns = toPatterns(text);
  const problem = patternProblem(patterns);
  const save = () =>
    update.mutate(
      { id, changes: { excludes: patterns } },
      {
        onSuccess: onClose,
        onError: (error) => notifyError(error, { title: `${name} was not changed` }),
      },
    );
  return (
    <Stack gap="sm">
      <Text size="sm">
        One pattern a line, as in a .gitignore file: <Code>*.log</Code> leaves out every file that ends so,{' '}
        <Code>drafts/</Code> a folder, <Code>!keep.log</Code> takes one back in. The folder’s own .gitignore
        files count as well.
      </Text>
      <Textarea
        label="Patterns"
        classNames={{ input: classes.patterns }}
        data-autofocus
        spellCheck={false}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed">
        Up to {mostPatterns} patterns. What is left out is in no search from then on; the files themselves
        stay.
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={problem !== null} loading={update.isPending} onClick={save}>
          Save
        </Button>
      </Group>
    </Stack>
  );
}
