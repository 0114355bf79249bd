import { Select } from '@mantine/core';
import { useAssistants } from '../../library/queries';

interface AssistantFieldProps {
  assistantId: string | null;
  onChange: (assistantId: string | null) => void;
}

const none = '';

/** Chooses a named assistant for a chat. */
export function AssistantField({ assistantId, onChange }: AssistantFieldProps) {
  const { data: assistants = [] } = useAssistants();
  return (
    <Select
      label="Assistant"
      description="Its system prompt and sampling are copied into this chat."
      data={[
        { value: none, label: 'No assistant' },
        ...assistants.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={assistantId ?? none}
      allowDeselect={false}
      onChange={(value) => onChange(value === null || value === none ? null : value)}
    />
  );
}
