import { Select } from '@mantine/core';
import { chosenModel } from '../model/chatModel';
import { useModels } from '../../models/queries';
import { useSettings } from '../../settings/queries';

interface ModelFieldProps {
  modelId: string | null;
  onChange: (modelId: string | null) => void;
}

const asInSettings = '';

/** Chooses the model of a chat. */
export function ModelField({ modelId, onChange }: ModelFieldProps) {
  const { data: models = [] } = useModels();
  const { data: settings } = useSettings();
  const fallback = chosenModel({ modelId: null, defaultModelId: settings?.defaultModelId ?? null, models });
  return (
    <Select
      label="Model"
      data={[
        {
          value: asInSettings,
          label: `As in Settings${fallback === undefined ? '' : ` (${fallback.name})`}`,
        },
        ...models.map(({ id, name, isPresent }) => ({
          value: id,
          label: isPresent ? name : `${name} (file missing)`,
          disabled: !isPresent,
        })),
      ]}
      value={modelId ?? asInSettings}
      allowDeselect={false}
      onChange={(value) => onChange(value === null || value === asInSettings ? null : value)}
    />
  );
}
