import { Select } from '@mantine/core';
import type { InstalledModel } from '../../../../preload/contract/models';
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
        ...models.map((model) => ({
          value: model.id,
          label: model.name + troubleOf(model),
          disabled: troubleOf(model) !== '',
        })),
      ]}
      value={modelId ?? asInSettings}
      allowDeselect={false}
      onChange={(value) => onChange(value === null || value === asInSettings ? null : value)}
    />
  );
}

/** What keeps a model from answering, to be put after its name; empty where nothing does. */
function troubleOf({ isPresent, quarantine }: InstalledModel): string {
  if (!isPresent) return ' (file missing)';
  return quarantine === null ? '' : ' (set aside)';
}
