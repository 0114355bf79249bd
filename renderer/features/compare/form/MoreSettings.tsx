import { Button, Collapse, Stack, Textarea } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Sampling } from '../../../../preload/contract/sampling';
import { SamplingFields } from '../../../components/SamplingFields';
import { useSettings } from '../../settings/queries';
import classes from '../compare.module.css';
import { changeDraft } from '../compareStore';

interface MoreSettingsProps {
  systemPrompt: string;
  sampling: Sampling;
}

const longestPrompt = 100_000;

/** System prompt and sampling, the same for all columns; folded away until they are wanted. */
export function MoreSettings({ systemPrompt, sampling }: MoreSettingsProps) {
  const [isOpen, setOpen] = useState(false);
  const defaults = useSettings().data?.defaultSampling;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<Chevron size={16} aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {systemPrompt === '' ? 'System prompt and word choice' : 'System prompt (set) and word choice'}
      </Button>
      <Collapse expanded={isOpen}>
        <Stack gap="lg" pt="sm" maw={620}>
          <Textarea
            label="System prompt"
            description="What every column is told before the question."
            classNames={{ input: classes.prompt }}
            maxLength={longestPrompt}
            value={systemPrompt}
            onChange={(event) => changeDraft({ systemPrompt: event.currentTarget.value })}
          />
          <SamplingFields
            value={sampling}
            {...(defaults && { resetTo: defaults })}
            onChange={(changed) => changeDraft({ sampling: changed })}
          />
        </Stack>
      </Collapse>
    </div>
  );
}
