import { Button, Group, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconColumns2 } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { defaultSampling } from '../../../../preload/contract/sampling';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { HelpHint } from '../../../components/HelpHint';
import { useSettings } from '../../settings/queries';
import classes from '../compare.module.css';
import { changeDraft, useCompareStore } from '../compareStore';
import { runComparison } from '../runComparison';
import { hasEqualSetups } from '../words/setups';
import { MoreSettings } from './MoreSettings';
import { Presets } from './Presets';
import { SetupColumns } from './SetupColumns';

/** What is asked, and whom. */
export function CompareForm() {
  const client = useQueryClient();
  const draft = useCompareStore((state) => state.draft);
  const isRunning = useCompareStore((state) => state.live !== null);
  const settings = useSettings().data;
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { question, systemPrompt, isBlind, setups } = draft;
  const sampling = draft.sampling ?? settings?.defaultSampling ?? defaultSampling;
  const canStart = question.trim() !== '' && !isRunning && !isStarting;

  const start = async () => {
    if (!canStart) return;
    setError(null);
    setStarting(true);
    try {
      await runComparison(client, { question, systemPrompt, sampling, isBlind, setups: [...setups] });
    } catch (failure) {
      setError(failure);
    } finally {
      setStarting(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void start();
  };
  return (
    <Stack gap="md" component="section" aria-label="What to compare">
      <Textarea
        label="Question"
        placeholder="The same question goes to every column"
        description="It is asked alone, without a chat before it. Ctrl+Enter starts."
        classNames={{ input: classes.question }}
        minRows={2}
        maxLength={1_000_000}
        value={question}
        onChange={(event) => changeDraft({ question: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <Presets setups={setups} />
      <SetupColumns setups={setups} />
      <MoreSettings systemPrompt={systemPrompt} sampling={sampling} />
      {error !== null && <ErrorAlert error={error} />}
      <Group justify="space-between">
        <Group gap={6}>
          <Switch
            label="Blind"
            checked={isBlind}
            onChange={(event) => changeDraft({ isBlind: event.currentTarget.checked })}
          />
          <HelpHint term="blind">
            Loam shuffles the answers and does not say who gave which one until you have chosen, so that you
            judge the words and not the name.
          </HelpHint>
        </Group>
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {hintFor(question, hasEqualSetups(setups), isRunning)}
          </Text>
          <Button
            leftSection={<IconColumns2 size={18} aria-hidden />}
            disabled={!canStart}
            loading={isStarting}
            onClick={() => void start()}
          >
            Compare
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

/** Why there is nothing to compare yet, or little to see. */
function hintFor(question: string, hasEqual: boolean, isRunning: boolean): string | null {
  if (isRunning) return 'The answers below are being written.';
  if (hasEqual) return 'Two columns are the same, so they will answer alike.';
  return question.trim() === '' ? 'Write a question first.' : null;
}
