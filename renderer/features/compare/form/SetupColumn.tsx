import { ActionIcon, Group, Input, Paper, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import type { ComparisonSetup } from '../../../../preload/contract/comparisons';
import { AdapterButton } from '../../chat/adapters/AdapterButton';
import { useChatAdapters } from '../../chat/adapters/useChatAdapters';
import { ModelField } from '../../chat/choices/ModelField';
import { useChatModel } from '../../chat/model/useChatModel';
import classes from '../compare.module.css';

interface SetupColumnProps {
  /** From 1. */
  number: number;
  setup: ComparisonSetup;
  onChange: (setup: ComparisonSetup) => void;
  /** Null: there would be too few left. */
  onRemove: (() => void) | null;
}

/** One column's model and adapters. */
export function SetupColumn({ number, setup, onChange, onRemove }: SetupColumnProps) {
  const model = useChatModel(setup.modelId);
  const adapters = useChatAdapters(setup.adapters, model);
  const [isOpen, { open, close }] = useDisclosure(false);
  const problem = adapters.chosen.find((chosen) => chosen.problem !== null)?.problem ?? null;
  const title = `Column ${number}`;
  return (
    <Paper className={classes.setup} withBorder p="sm" role="group" aria-label={title}>
      <Group justify="space-between" h={26}>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        {onRemove !== null && (
          <Tooltip label="Remove this column">
            <ActionIcon size="sm" aria-label={`Remove column ${number}`} onClick={onRemove}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <ModelField modelId={setup.modelId} onChange={(modelId) => onChange({ ...setup, modelId })} />
      <div>
        <Input.Label component="div" aria-hidden>
          Adapters
        </Input.Label>
        <AdapterButton
          look="field"
          adapters={adapters}
          note="For this column only."
          isOpen={isOpen}
          onOpenChange={(next) => (next ? open() : close())}
          onChange={(choices) => onChange({ ...setup, adapters: choices })}
        />
        {problem !== null && (
          <Text size="xs" c="red" mt={4} role="alert">
            {problem}
          </Text>
        )}
      </div>
    </Paper>
  );
}
