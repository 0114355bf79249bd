import { Divider, Drawer, Paper, Stack, Text } from '@mantine/core';
import { AdapterPicker } from '../adapters/AdapterPicker';
import type { ChatAdapters } from '../adapters/chatAdapters';
import { AssistantField } from './AssistantField';
import { ModelField } from './ModelField';
import { PromptAndSampling } from './PromptAndSampling';
import type { ChatChoicesControl } from './useChatChoices';

interface ChatSettingsDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  control: ChatChoicesControl;
  adapters: ChatAdapters;
  /** Whether the chat is created already, so that a change counts from the next answer on. */
  isStored: boolean;
}

/** Assistant, model, adapters, system prompt and sampling of one chat. A change is kept at once. */
export function ChatSettingsDrawer({
  isOpen,
  onClose,
  control,
  adapters,
  isStored,
}: ChatSettingsDrawerProps) {
  const { choices, change } = control;
  return (
    <Drawer opened={isOpen} onClose={onClose} position="right" size={380} title="Chat settings">
      {choices !== undefined && (
        <Stack gap="lg">
          <Text size="sm" c="dimmed">
            {isStored
              ? 'For this chat only. Changes count from the next answer on and are kept at once.'
              : 'For this new chat only. Kept until you send the first message.'}
          </Text>
          <AssistantField
            assistantId={choices.assistantId}
            onChange={(assistantId) => change({ assistantId })}
          />
          <ModelField modelId={choices.modelId} onChange={(modelId) => change({ modelId })} />
          <Paper withBorder role="group" aria-label="Adapters">
            <AdapterPicker
              adapters={adapters}
              note="Apply from your next message."
              onChange={(chosen) => change({ adapters: chosen })}
            />
          </Paper>
          <Divider />
          {/* Another assistant brings other texts: the fields start again from them. */}
          <PromptAndSampling key={choices.assistantId ?? 'none'} choices={choices} onChange={change} />
        </Stack>
      )}
    </Drawer>
  );
}
