import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconCpu, IconPlayerPlay } from '@tabler/icons-react';
import type { InstalledModel, ModelStatus } from '../../../../preload/contract/models';
import { formatBytes } from '../../../components/formatting';
import { notifyError } from '../../../components/errors/notifyError';
import { useNavigation } from '../../../navigation';
import { useLoadModel, useModels, useModelStatus } from '../../models/queries';
import { useSettings } from '../../settings/queries';
import { chatModelStateInWords, chosenModel, modelNameOf, type ChatModel } from './chatModel';
import classes from './ModelChip.module.css';
import { keptModels } from '../../models/modelStatusWords';

interface ModelChipProps {
  model: ChatModel;
  /** The chat's own choice; null follows the settings. */
  modelId: string | null;
  onChange: (modelId: string | null) => void;
}

const asInSettings = '';

/** Which model answers here and how it is; its menu chooses another one for this chat. */
export function ModelChip({ model, modelId, onChange }: ModelChipProps) {
  const { data: models = [] } = useModels();
  const { data: settings } = useSettings();
  const { data: status } = useModelStatus();
  const { mutate: load } = useLoadModel();
  const showScreen = useNavigation((state) => state.showScreen);
  const name = modelNameOf(model) ?? 'No model';
  const state = chatModelStateInWords(model);
  const fallback = chosenModel({ modelId: null, defaultModelId: settings?.defaultModelId ?? null, models });
  return (
    <Menu position="top-start" width={300}>
      <Menu.Target>
        <Button
          className={classes.chip}
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={`Model: ${name}, ${state}`}
          leftSection={<span className={classes.dot} data-state={model.state} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          <span className={classes.name}>{name}</span>
          {model.state === 'loading' && (
            <span className={classes.state}>{Math.round(model.progress * 100)} %</span>
          )}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}: {state}
        </Menu.Label>
        <Menu.RadioGroup
          value={modelId ?? asInSettings}
          onChange={(value) => onChange(value === asInSettings ? null : value)}
        >
          <Menu.RadioItem value={asInSettings} closeMenuOnClick>
            As in Settings{fallback === undefined ? '' : ` (${fallback.name})`}
          </Menu.RadioItem>
          {models.map((installed) => (
            <Menu.RadioItem
              key={installed.id}
              value={installed.id}
              disabled={!installed.isPresent || installed.quarantine !== null}
              closeMenuOnClick
            >
              <Text size="sm" truncate>
                {installed.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {modelDescription(installed, status)}
              </Text>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {(model.state === 'not-loaded' || model.state === 'failed') && (
          <Menu.Item
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => load(model.model.id, { onError: (error) => notifyError(error) })}
          >
            Load it now
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconCpu size={16} aria-hidden />} onClick={() => showScreen('models')}>
          Open models
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function modelDescription(model: InstalledModel, status: ModelStatus | undefined): string {
  const { id, isPresent, quarantine, parameters, bytes } = model;
  if (!isPresent) return 'Its file is missing';
  if (quarantine !== null) return 'Set aside; it can be tried again under Models';
  const size = formatBytes(bytes);
  const facts = parameters === null ? size : `${parameters} parameters, ${size}`;
  const isKept = keptModels(status).some(({ modelId }) => modelId === id);
  return isKept ? `${facts}, still in memory` : facts;
}
