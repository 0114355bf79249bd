import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/** Everything a shortcut, the palette or the application menu can run. */
export type CommandId =
  | 'new-conversation'
  | 'palette'
  | 'search'
  | 'toggle-sidebar'
  | 'settings'
  | 'knowledge'
  | 'add-documents'
  | 'add-folder'
  | 'recall-test'
  | 'pause-indexing'
  | 'choose-documents'
  | 'models'
  | 'find-models'
  | 'downloads'
  | 'add-model-file'
  | 'adapters'
  | 'add-adapter-file'
  | 'compare'
  | 'assistants'
  | 'templates'
  | 'shortcuts'
  | 'toggle-color-scheme'
  | 'next-conversation'
  | 'previous-conversation'
  | 'rename-conversation'
  | 'toggle-pin'
  | 'delete-conversation'
  | 'export-markdown'
  | 'export-json'
  | 'export-everything'
  | 'import'
  | 'focus-composer'
  | 'stop-answer'
  | 'regenerate'
  | 'copy-last-answer'
  | 'chat-settings'
  | 'choose-adapters';

type Handler = () => void;

interface CommandHandlers {
  handlers: Partial<Record<CommandId, readonly Handler[]>>;
  add: (command: CommandId, handler: Handler) => () => void;
}

const useCommandHandlers = create<CommandHandlers>()((set) => ({
  handlers: {},
  add: (command, handler) => {
    set(({ handlers }) => ({
      handlers: { ...handlers, [command]: [...(handlers[command] ?? []), handler] },
    }));
    return () =>
      set(({ handlers }) => ({
        handlers: { ...handlers, [command]: handlers[command]?.filter((other) => other !== handler) ?? [] },
      }));
  },
}));

/**
 * Says how the mounted component runs a command. Of several, the one mounted last wins. Pass null while the command
 * makes no sense (stop without an answer): it then vanishes from the palette and its keys do nothing.
 */
export function useCommand(command: CommandId, handler: Handler | null): void {
  const add = useCommandHandlers((state) => state.add);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const isAvailable = handler !== null;
  useEffect(() => {
    if (!isAvailable) return undefined;
    return add(command, () => latest.current?.());
  }, [add, command, isAvailable]);
}

/** Runs a command; false when nothing on screen can. */
export function runCommand(command: CommandId): boolean {
  const handler = useCommandHandlers.getState().handlers[command]?.at(-1);
  handler?.();
  return handler !== undefined;
}

/** Tells whether something on screen can run a command; the component is drawn again when that changes. */
export function useCommandAvailability(): (command: CommandId) => boolean {
  const handlers = useCommandHandlers((state) => state.handlers);
  return (command) => (handlers[command]?.length ?? 0) > 0;
}
