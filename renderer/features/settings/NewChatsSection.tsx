import { Select } from '@mantine/core';
import { useAssistants } from '../library/queries';
import { defaultModel } from '../models/defaultModel';
import { useModels } from '../models/queries';
import { SettingsSection } from './SettingsSection';
import type { SettingsSectionProps } from './useSaveSettings';

/** Select has no null value; this stands for it. No id can be equal to it, because ids are not empty. */
const none = '';

export function NewChatsSection({ settings, save }: SettingsSectionProps) {
  const assistants = useAssistants().data ?? [];
  const models = useModels().data ?? [];
  const first = defaultModel(models, null);
  // A model that was unlinked since counts as no choice, as it does for the chats.
  const chosen = models.find(({ id }) => id === settings.defaultModelId);
  return (
    <SettingsSection title="New chats">
      <Select
        label="Model"
        description="Writes the answers of new chats, and of older ones that did not choose their own."
        allowDeselect={false}
        data={[
          {
            value: none,
            label: `The first available model${first === undefined ? '' : ` (${first.name})`}`,
          },
          ...models.map(({ id, name, isPresent }) => ({
            value: id,
            label: isPresent ? name : `${name} (file missing)`,
          })),
        ]}
        value={chosen?.id ?? none}
        onChange={(value) => save({ defaultModelId: value === none ? null : value })}
      />
      <Select
        label="Assistant"
        description="Gives new chats its instructions and its way of answering."
        allowDeselect={false}
        data={[
          { value: none, label: 'None' },
          ...assistants.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={settings.defaultAssistantId ?? none}
        onChange={(value) => save({ defaultAssistantId: value === none ? null : value })}
      />
    </SettingsSection>
  );
}
