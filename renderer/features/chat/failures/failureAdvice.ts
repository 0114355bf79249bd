import type { ErrorCode } from '../../../../preload/contract/errors';

/** A next step that the chat can offer as a button. */
export type FailureAction =
  | 'try-again'
  | 'edit-question'
  | 'reload-conversation'
  | 'new-conversation'
  | 'open-knowledge'
  | 'choose-documents'
  | 'open-models'
  | 'find-models'
  | 'open-downloads'
  | 'open-chat-settings'
  | 'open-settings'
  | 'open-data-folder';

export interface FailureAdvice {
  /** Next steps, the most useful one first. */
  actions: readonly FailureAction[];
  /** What the error's own message leaves open; null when it says it all. */
  explanation: string | null;
}

export const failureActionLabels = {
  'try-again': 'Try again',
  'edit-question': 'Edit the question',
  'reload-conversation': 'Show the latest state',
  'new-conversation': 'New chat',
  'open-knowledge': 'Open knowledge',
  'choose-documents': 'Choose documents',
  'open-models': 'Open models',
  'find-models': 'Find models',
  'open-downloads': 'Open downloads',
  'open-chat-settings': 'Chat settings',
  'open-settings': 'Open settings',
  'open-data-folder': 'Open the data folder',
} as const satisfies Record<FailureAction, string>;

const workerRestarts = 'Loam and your chat are unharmed. The model is loaded anew for the next answer.';

/** What the chat offers for each way a turn can fail. A new error code does not compile without its advice. */
export const failureAdvice = {
  'request/invalid': advice(['edit-question']),
  'request/foreign-sender': advice(['try-again']),
  'request/unknown': advice(['try-again']),
  'internal/unexpected': advice(['try-again']),
  'internal/starting-failed': advice(['try-again', 'open-data-folder']),
  'conversation/not-found': advice(['new-conversation']),
  'conversation/busy': advice(['reload-conversation']),
  'message/not-found': advice(['reload-conversation']),
  'message/not-continuable': advice(['reload-conversation', 'try-again']),
  'assistant/not-found': advice(['open-chat-settings']),
  'template/not-found': advice(['try-again']),
  'import/unreadable': advice(['try-again']),
  'import/unsupported-version': advice(['try-again']),
  'export/failed': advice(['try-again']),
  'model/none': advice(['open-models', 'find-models']),
  'model/not-found': advice(['open-models', 'open-chat-settings']),
  'model/file-missing': advice(['open-models', 'try-again']),
  'model/file-invalid': advice(['open-models']),
  'model/load-failed': advice(['try-again', 'open-models']),
  'model/out-of-memory': advice(
    ['open-models', 'open-settings', 'try-again'],
    'A smaller model, or a smaller context size in Settings, needs less memory.',
  ),
  'model/too-large': advice(
    ['open-models', 'find-models', 'open-settings'],
    'Loading it would have taken memory from everything else on this computer. A smaller model, fewer bits per weight, or a smaller window in Settings may fit.',
  ),
  'model/quarantined': advice(
    ['open-models', 'open-chat-settings'],
    'Loam does not load it by itself any more. Under Models you can try it again, or choose another one for this chat.',
  ),
  'model/not-loaded': advice(['try-again', 'open-models']),
  'model/template-failed': advice(
    ['open-models', 'try-again'],
    'A model brings the form its chats are written in. This one’s form cannot be used, so another model is needed.',
  ),
  'adapter/not-found': advice(['open-chat-settings']),
  'adapter/file-missing': advice(['open-chat-settings', 'try-again']),
  'adapter/file-invalid': advice(['open-chat-settings']),
  'adapter/wrong-base': advice(
    ['open-chat-settings'],
    'An adapter works with the model it was trained for and with no other. Take it out of this chat, or choose its model.',
  ),
  'adapter/base-missing': advice(['find-models', 'open-chat-settings']),
  'adapter/in-use': advice(['try-again']),
  'comparison/not-found': advice(['try-again']),
  'catalogue/not-found': advice(['find-models']),
  'download/not-found': advice(['open-downloads']),
  'download/refused': advice(['open-downloads']),
  'download/unreachable': advice(['open-downloads', 'try-again']),
  'download/interrupted': advice(['open-downloads', 'try-again']),
  'download/changed': advice(['open-downloads']),
  'download/corrupt': advice(['open-downloads', 'try-again']),
  'download/disk-full': advice(['open-downloads', 'open-models']),
  'collection/not-found': advice(['choose-documents', 'open-knowledge']),
  'collection/name-taken': advice(['open-knowledge']),
  'source/not-found': advice(['choose-documents', 'open-knowledge']),
  'source/unreadable': advice(['open-knowledge', 'try-again']),
  'source/refused': advice(['open-knowledge']),
  'document/not-found': advice(['choose-documents', 'open-knowledge']),
  'document/unreadable': advice(['open-knowledge', 'try-again']),
  'document/unsupported': advice(['open-knowledge']),
  'document/binary': advice(['open-knowledge']),
  'document/too-large': advice(['open-knowledge']),
  'document/no-text': advice(['open-knowledge']),
  'document/encrypted': advice(['open-knowledge']),
  'document/malformed': advice(['open-knowledge']),
  'document/hostile': advice(['open-knowledge']),
  'document/too-slow': advice(['open-knowledge', 'try-again']),
  'document/changed': advice(['try-again', 'open-knowledge']),
  'document/index-failed': advice(['try-again', 'open-knowledge']),
  'embedder/not-found': advice(['open-knowledge']),
  'embedder/file-invalid': advice(['open-knowledge']),
  'embedder/load-failed': advice(['try-again', 'open-knowledge']),
  'embedder/in-use': advice(['open-knowledge']),
  'index/damaged': advice(
    ['try-again', 'open-knowledge'],
    'The index is made from your documents, and can be made from them again. Your chats are not in it.',
  ),
  'index/building': advice(['try-again', 'open-knowledge']),
  'recall/not-found': advice(['open-knowledge']),
  'generation/cancelled': advice(['try-again']),
  'generation/failed': advice(['try-again']),
  'generation/prompt-too-long': advice(
    ['edit-question', 'open-settings'],
    'A model reads only as much at once as its window holds. Older turns have already been left out; the question and the system prompt alone are too long.',
  ),
  'worker/crashed': advice(['try-again', 'open-models'], workerRestarts),
  'worker/start-failed': advice(['try-again', 'open-models']),
  'worker/crash-loop': advice(
    ['open-models', 'try-again'],
    'The model stopped several times in a row, so Loam waits before it starts it again. Another model may work better.',
  ),
  'worker/unresponsive': advice(['try-again', 'open-models'], workerRestarts),
  'worker/disposed': advice(['try-again']),
  'storage/corrupt': advice(['open-data-folder']),
  'storage/full': advice(['open-data-folder', 'try-again']),
  'storage/busy': advice(['try-again']),
  'storage/unwritable': advice(['open-data-folder', 'try-again']),
  'storage/newer-version': advice(['open-data-folder']),
  'storage/open-failed': advice(['open-data-folder', 'try-again']),
  'settings/unwritable': advice(['open-data-folder', 'try-again']),
  'link/refused': advice([]),
} as const satisfies Record<ErrorCode, FailureAdvice>;

function advice(actions: readonly FailureAction[], explanation: string | null = null): FailureAdvice {
  return { actions, explanation };
}
