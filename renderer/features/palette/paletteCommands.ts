import {
  IconBooks,
  IconBraces,
  IconColumns2,
  IconCopy,
  IconCpu,
  IconCursorText,
  IconDatabaseExport,
  IconDatabaseImport,
  IconDownload,
  IconFilePlus,
  IconFiles,
  IconFileSearch,
  IconFolderPlus,
  IconListSearch,
  IconPlayerPause,
  IconFileText,
  IconKeyboard,
  IconLayoutSidebar,
  IconMessagePlus,
  IconPencil,
  IconPin,
  IconPlayerStop,
  IconPuzzle,
  IconPuzzle2,
  IconRefresh,
  IconSearch,
  IconSettings,
  IconSunMoon,
  IconTemplate,
  IconAdjustments,
  IconTrash,
  IconWorldSearch,
  type Icon,
} from '@tabler/icons-react';
import type { CommandId } from '../shortcuts/commands';

/** A command as the palette names it. `keywords` are other words people may type for it. */
export interface PaletteCommand {
  command: CommandId;
  label: string;
  Icon: Icon;
  keywords: string;
}

/** What the palette offers, in this order, as far as something on screen can run it. */
export const paletteCommands: readonly PaletteCommand[] = [
  { command: 'new-conversation', label: 'New chat', Icon: IconMessagePlus, keywords: 'conversation start' },
  { command: 'search', label: 'Search all chats', Icon: IconSearch, keywords: 'find conversation history' },
  { command: 'focus-composer', label: 'Write a message', Icon: IconCursorText, keywords: 'composer ask' },
  { command: 'stop-answer', label: 'Stop the answer', Icon: IconPlayerStop, keywords: 'cancel abort' },
  { command: 'regenerate', label: 'Answer again', Icon: IconRefresh, keywords: 'regenerate retry' },
  { command: 'copy-last-answer', label: 'Copy the last answer', Icon: IconCopy, keywords: 'clipboard' },
  {
    command: 'chat-settings',
    label: 'Settings of this chat',
    Icon: IconAdjustments,
    keywords: 'system prompt sampling temperature model',
  },
  {
    command: 'choose-adapters',
    label: 'Choose adapters…',
    Icon: IconPuzzle,
    keywords: 'lora scale strength this chat',
  },
  { command: 'rename-conversation', label: 'Rename this chat', Icon: IconPencil, keywords: 'title' },
  { command: 'toggle-pin', label: 'Pin or unpin this chat', Icon: IconPin, keywords: 'top favourite' },
  { command: 'delete-conversation', label: 'Delete this chat', Icon: IconTrash, keywords: 'remove' },
  { command: 'export-markdown', label: 'Export this chat as Markdown', Icon: IconFileText, keywords: 'save' },
  { command: 'export-json', label: 'Export this chat as JSON', Icon: IconBraces, keywords: 'save' },
  {
    command: 'export-everything',
    label: 'Export all chats',
    Icon: IconDatabaseExport,
    keywords: 'backup save everything',
  },
  { command: 'import', label: 'Import chats', Icon: IconDatabaseImport, keywords: 'restore open json' },
  { command: 'assistants', label: 'Open assistants', Icon: IconBooks, keywords: 'library persona prompt' },
  { command: 'templates', label: 'Open templates', Icon: IconTemplate, keywords: 'library prompt variables' },
  { command: 'models', label: 'Open models', Icon: IconCpu, keywords: 'gguf load installed' },
  {
    command: 'find-models',
    label: 'Find models',
    Icon: IconWorldSearch,
    keywords: 'download catalogue hub hugging face repository',
  },
  { command: 'downloads', label: 'Open downloads', Icon: IconDownload, keywords: 'models queue progress' },
  {
    command: 'add-model-file',
    label: 'Add a model file…',
    Icon: IconFilePlus,
    keywords: 'gguf import local link copy',
  },
  {
    command: 'knowledge',
    label: 'Open knowledge',
    Icon: IconFiles,
    keywords: 'documents files collections index rag',
  },
  {
    command: 'add-documents',
    label: 'Add documents…',
    Icon: IconFilePlus,
    keywords: 'files knowledge index pdf import',
  },
  {
    command: 'add-folder',
    label: 'Add a folder of documents…',
    Icon: IconFolderPlus,
    keywords: 'knowledge index watch import',
  },
  {
    command: 'recall-test',
    label: 'Test the search',
    Icon: IconListSearch,
    keywords: 'recall retrieval passages hit rate',
  },
  {
    command: 'pause-indexing',
    label: 'Pause or resume indexing',
    Icon: IconPlayerPause,
    keywords: 'knowledge documents stop',
  },
  {
    command: 'choose-documents',
    label: 'Choose documents for this chat',
    Icon: IconFileSearch,
    keywords: 'scope collections files knowledge sources',
  },
  { command: 'adapters', label: 'Open adapters', Icon: IconPuzzle, keywords: 'lora fine-tune style' },
  {
    command: 'add-adapter-file',
    label: 'Add an adapter file…',
    Icon: IconPuzzle2,
    keywords: 'lora gguf import local',
  },
  {
    command: 'compare',
    label: 'Compare answers',
    Icon: IconColumns2,
    keywords: 'side by side blind base adapter models',
  },
  { command: 'settings', label: 'Open settings', Icon: IconSettings, keywords: 'preferences options' },
  {
    command: 'toggle-color-scheme',
    label: 'Switch light and dark',
    Icon: IconSunMoon,
    keywords: 'theme colour',
  },
  {
    command: 'toggle-sidebar',
    label: 'Show or hide the sidebar',
    Icon: IconLayoutSidebar,
    keywords: 'list panel',
  },
  { command: 'shortcuts', label: 'Keyboard shortcuts', Icon: IconKeyboard, keywords: 'keys help' },
];

/** The commands whose label or keywords contain every typed word. */
export function matchingCommands(
  commands: readonly PaletteCommand[],
  query: string,
): readonly PaletteCommand[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, keywords }) => {
    const text = `${label} ${keywords}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
