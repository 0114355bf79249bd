import { Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { SamplingFields } from '../../../components/SamplingFields';
import type { ChatChoices } from './chatChoices';
import classes from './choices.module.css';

type TypedChoices = Pick<ChatChoices, 'systemPrompt' | 'sampling'>;

interface PromptAndSamplingProps {
  choices: TypedChoices;
  onChange: (changes: Partial<TypedChoices>) => void;
}

const pauseMs = 500;
const longestPrompt = 100_000;

/** What is typed and dragged: kept after a pause, and when the drawer closes. */
export function PromptAndSampling({ choices, onChange }: PromptAndSamplingProps) {
  const [typed, setTyped] = useState<TypedChoices>(() => ({
    systemPrompt: choices.systemPrompt,
    sampling: choices.sampling,
  }));
  const keep = useDebouncedCallback((next: TypedChoices) => onChange(next), {
    delay: pauseMs,
    flushOnUnmount: true,
  });
  const change = (changes: Partial<TypedChoices>) => {
    const next = { ...typed, ...changes };
    setTyped(next);
    keep(next);
  };
  return (
    <Stack gap="lg">
      <Textarea
        label="System prompt"
        description="What the model is told before the chat begins. It never leaves the model’s window."
        placeholder="For example: Answer briefly, in plain words."
        classNames={{ input: classes.promptInput }}
        maxLength={longestPrompt}
        value={typed.systemPrompt}
        onChange={(event) => change({ systemPrompt: event.currentTarget.value })}
        onBlur={() => keep.flush()}
      />
      <div>
        <Text size="sm" fw={600} mb="xs">
          How it answers
        </Text>
        <SamplingFields value={typed.sampling} onChange={(sampling) => change({ sampling })} />
      </div>
    </Stack>
  );
}
