import type { CommandId } from './commands';

export type ShortcutGroup = 'Chats' | 'Answers' | 'Window';

/** `window`: works wherever the focus is. `chat-list`: works on the chat that has the focus in the sidebar. */
export type ShortcutScope = 'window' | 'chat-list';

export interface Shortcut {
  command: CommandId;
  /** In the notation of the component library's hotkeys; `mod` is Ctrl, on a Mac Command. */
  keys: string;
  label: string;
  group: ShortcutGroup;
  scope: ShortcutScope;
}

/**
 * Every keyboard shortcut of the app. The window and the chat list bind what stands here, the shortcuts dialog lists
 * it, and the palette shows the keys beside its commands.
 */
export const shortcutTable: readonly Shortcut[] = [
  { command: 'new-conversation', keys: 'mod+N', label: 'New chat', group: 'Chats', scope: 'window' },
  { command: 'search', keys: 'mod+shift+F', label: 'Search all chats', group: 'Chats', scope: 'window' },
  {
    command: 'next-conversation',
    keys: 'alt+ArrowDown',
    label: 'Next chat',
    group: 'Chats',
    scope: 'window',
  },
  {
    command: 'previous-conversation',
    keys: 'alt+ArrowUp',
    label: 'Previous chat',
    group: 'Chats',
    scope: 'window',
  },
  { command: 'export-markdown', keys: 'mod+E', label: 'Export this chat', group: 'Chats', scope: 'window' },
  {
    command: 'rename-conversation',
    keys: 'F2',
    label: 'Rename the chat, in the list',
    group: 'Chats',
    scope: 'chat-list',
  },
  {
    command: 'delete-conversation',
    keys: 'Delete',
    label: 'Delete the chat, in the list',
    group: 'Chats',
    scope: 'chat-list',
  },
  {
    command: 'focus-composer',
    keys: 'mod+L',
    label: 'Go to the message field',
    group: 'Answers',
    scope: 'window',
  },
  { command: 'stop-answer', keys: 'Escape', label: 'Stop the answer', group: 'Answers', scope: 'window' },
  {
    command: 'regenerate',
    keys: 'mod+shift+Enter',
    label: 'Answer again',
    group: 'Answers',
    scope: 'window',
  },
  {
    command: 'copy-last-answer',
    keys: 'mod+shift+C',
    label: 'Copy the last answer',
    group: 'Answers',
    scope: 'window',
  },
  {
    command: 'chat-settings',
    keys: 'mod+shift+S',
    label: 'Settings of this chat',
    group: 'Answers',
    scope: 'window',
  },
  {
    command: 'choose-adapters',
    keys: 'mod+J',
    label: 'Adapters of this chat',
    group: 'Answers',
    scope: 'window',
  },
  { command: 'palette', keys: 'mod+K', label: 'Command palette', group: 'Window', scope: 'window' },
  {
    command: 'toggle-sidebar',
    keys: 'mod+B',
    label: 'Show or hide the sidebar',
    group: 'Window',
    scope: 'window',
  },
  { command: 'settings', keys: 'mod+,', label: 'Settings', group: 'Window', scope: 'window' },
  { command: 'models', keys: 'mod+shift+M', label: 'Models', group: 'Window', scope: 'window' },
  { command: 'assistants', keys: 'mod+shift+A', label: 'Assistants', group: 'Window', scope: 'window' },
  {
    command: 'toggle-color-scheme',
    keys: 'mod+shift+L',
    label: 'Light or dark',
    group: 'Window',
    scope: 'window',
  },
  { command: 'shortcuts', keys: 'mod+/', label: 'Keyboard shortcuts', group: 'Window', scope: 'window' },
];

export const shortcutGroups: readonly ShortcutGroup[] = ['Chats', 'Answers', 'Window'];

/** The shortcut of a command; undefined when it has none. */
export function shortcutOf(command: CommandId): Shortcut | undefined {
  return shortcutTable.find((shortcut) => shortcut.command === command);
}

const keyNames: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

const macKeyNames: Readonly<Record<string, string>> = { ...keyNames, mod: '⌘', shift: '⇧', alt: '⌥' };

/** The keys as they are printed on the keyboard, one for each cap. */
export function keyCaps(keys: string): string[] {
  const names = navigator.userAgent.includes('Mac') ? macKeyNames : keyNames;
  return keys.split('+').map((key) => names[key] ?? key);
}
