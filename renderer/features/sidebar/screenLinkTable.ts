import { IconBooks, IconColumns2, IconCpu, IconFiles, IconPuzzle, IconSettings } from '@tabler/icons-react';

/** The screens that the sidebar and the rail lead to, besides the chats. */
export const screenLinks = [
  { screen: 'knowledge', label: 'Knowledge', Icon: IconFiles },
  { screen: 'library', label: 'Library', Icon: IconBooks },
  { screen: 'models', label: 'Models', Icon: IconCpu },
  { screen: 'adapters', label: 'Adapters', Icon: IconPuzzle },
  { screen: 'compare', label: 'Compare', Icon: IconColumns2 },
  { screen: 'settings', label: 'Settings', Icon: IconSettings },
] as const;
