import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { useNavigation } from '../../../navigation';
import { runCommand } from '../../shortcuts/commands';
import type { FailureAction } from './failureAdvice';

/** What a next step means at the place where it is offered. */
export type LocalFailureActions = Partial<Record<FailureAction, () => void>>;

/** Takes a next step: as its place says, or the same everywhere in the window. */
export function runFailureAction(action: FailureAction, local: LocalFailureActions): void {
  const run = local[action] ?? everywhere[action];
  run?.();
}

const everywhere: LocalFailureActions = {
  'open-knowledge': () => useNavigation.getState().showKnowledge(),
  'choose-documents': () => void runCommand('choose-documents'),
  'open-models': () => useNavigation.getState().showModels('installed'),
  'find-models': () => useNavigation.getState().showModels('find'),
  'open-downloads': () => useNavigation.getState().showModels('downloads'),
  'open-settings': () => useNavigation.getState().showScreen('settings'),
  'open-chat-settings': () => void runCommand('chat-settings'),
  'edit-question': () => void runCommand('focus-composer'),
  'new-conversation': () => useNavigation.getState().startNewChat(),
  'open-data-folder': () =>
    void api.application.openDataFolder({}).catch((error: unknown) => notifyError(error)),
};
