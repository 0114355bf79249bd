import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { notifyError } from '../../../components/errors/notifyError';
import { useNavigation } from '../../../navigation';
import classes from '../failures/FailureNotice.module.css';
import { FailureNotice } from '../failures/FailureNotice';
import { runFailureAction } from '../failures/runFailureAction';
import { useLoadModel } from '../../models/queries';
import type { ChatModel } from './chatModel';

interface ModelAlertProps {
  model: ChatModel;
  /** Whether the chat has a model of its own, so that going back to that of the settings can help. */
  hasOwnChoice: boolean;
  onUseSettingsModel: () => void;
}

/** Why this chat's model cannot answer, and the next step; nothing while it can. */
export function ModelAlert({ model, hasOwnChoice, onUseSettingsModel }: ModelAlertProps) {
  const { mutate: load } = useLoadModel();
  if (model.state === 'failed') {
    const retry = () => load(model.model.id, { onError: (error) => notifyError(error) });
    return (
      <FailureNotice
        error={model.error}
        onAct={(action) => runFailureAction(action, { 'try-again': retry })}
        without={['edit-question', 'reload-conversation']}
      />
    );
  }
  const words = missingModelWords(model);
  if (words === null) return null;
  return (
    <MissingModelAlert
      {...words}
      onUseSettingsModel={hasOwnChoice && model.state !== 'none' ? onUseSettingsModel : null}
    />
  );
}

function missingModelWords(model: ChatModel): { title: string; text: string } | null {
  switch (model.state) {
    case 'none':
      return {
        title: 'There is no model yet',
        text: 'Loam answers with a model on this computer. Choose a model file (GGUF), and this chat can begin.',
      };
    case 'not-installed':
      return {
        title: 'This chat’s model is no longer installed',
        text: 'Your messages are all here. Choose another model to go on.',
      };
    case 'file-missing':
      return {
        title: `The file of ${model.model.name} is missing`,
        text: `“${model.model.fileName}” was moved or deleted. Put it back, or choose another model. Your messages are all here.`,
      };
    default:
      return null;
  }
}

interface MissingModelAlertProps {
  title: string;
  text: string;
  onUseSettingsModel: (() => void) | null;
}

function MissingModelAlert({ title, text, onUseSettingsModel }: MissingModelAlertProps) {
  const showScreen = useNavigation((state) => state.showScreen);
  return (
    <Alert
      className={classes.notice}
      color="red"
      variant="light"
      title={title}
      icon={<IconAlertTriangle size={18} aria-hidden />}
    >
      <Text size="sm">{text}</Text>
      <Group gap="xs" mt="sm">
        <Button size="compact-sm" onClick={() => showScreen('models')}>
          Open models
        </Button>
        {onUseSettingsModel !== null && (
          <Button size="compact-sm" variant="default" onClick={onUseSettingsModel}>
            Use the model of the settings
          </Button>
        )}
      </Group>
    </Alert>
  );
}
