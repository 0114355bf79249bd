import { Select } from '@mantine/core';
import { useAssistants } from '../library/queries';
import { useModels } from '../models/queries';
import { SettingsSection } from './SettingsSection';
import type { SettingsSectionProps } from './useSaveSettings';

/** Select has no null value; this stands for it. No id can be equal to it, because ids are not empty. */
const none = '';

export function NewChatsSection({ settings, save }: SettingsSectionProps) {
  const assistants = useAssistants().data ?? [];
  const models = useModels().data ?? [];
  const starter = models.find(({ origin }) => origin === 'starter');
  return (
    <SettingsSection title="New chats">
      <Select
        label="Model"
        description="Writes the answers of new chats, and of older ones that did not choose their own."
        allowDeselect={false}
        data={[
          {
            value: none,
            label: starter === undefined ? 'The starter model' : `${starter.name} (came with Loam)`,
          },
          ...models
            .filter(({ origin }) => origin !== 'starter')
            .map(({ id, name, isPresent }) => ({
              value: id,
              label: isPresent ? name : `${name} (file missing)`,
            })),
        ]}
        value={settings.defaultModelId ?? none}
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
