import type { MenuItemConstructorOptions } from 'electron';
import type { LoamEvents } from '../../preload/contract/index';

export type MenuCommand = LoamEvents['application.menuCommand']['command'];

export interface MenuOptions {
  isMac: boolean;
  /** True in an unpackaged build: adds reload and the developer tools. */
  isDevelopment: boolean;
  /** Tells the window which command was chosen. */
  send: (command: MenuCommand) => void;
  exportEverything: () => void;
  openDataFolder: () => void;
}

/** The application menu. Everything in it is also reachable inside the window. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  return [
    ...(options.isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    fileMenu(options),
    editMenu(options),
    viewMenu(options),
    { role: 'windowMenu' },
    helpMenu(options),
  ];
}

function fileMenu({ isMac, send, exportEverything }: MenuOptions): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      command('New Conversation', 'CmdOrCtrl+N', 'new-conversation', send),
      { type: 'separator' },
      { label: 'Export Everything…', click: exportEverything },
      { type: 'separator' },
      command('Settings', 'CmdOrCtrl+,', 'settings', send),
      { type: 'separator' },
      { role: isMac ? 'close' : 'quit' },
    ],
  };
}

function editMenu({ send }: MenuOptions): MenuItemConstructorOptions {
  return {
    label: '&Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'selectAll' },
      { type: 'separator' },
      command('Search Conversations', 'CmdOrCtrl+Shift+F', 'search', send),
    ],
  };
}

function viewMenu({ isDevelopment, send }: MenuOptions): MenuItemConstructorOptions {
  const development: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ];
  return {
    label: '&View',
    submenu: [
      command('Command Palette', 'CmdOrCtrl+K', 'palette', send),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(isDevelopment ? development : []),
    ],
  };
}

function helpMenu({ send, openDataFolder }: MenuOptions): MenuItemConstructorOptions {
  return {
    role: 'help',
    submenu: [
      command('Keyboard Shortcuts', 'CmdOrCtrl+/', 'shortcuts', send),
      { label: 'Open Data Folder', click: openDataFolder },
    ],
  };
}

function command(
  label: string,
  accelerator: string,
  name: MenuCommand,
  send: (command: MenuCommand) => void,
): MenuItemConstructorOptions {
  return {
    label,
    accelerator,
    click: () => {
      send(name);
    },
  };
}
