import { dialog, Menu } from 'electron';
import { serializeError } from '../../preload/contract/errors';
import type { Announce } from './eventForwarder';
import { menuTemplate } from './menuTemplate';
import type { HandlerSource } from './requestDispatcher';

export interface ApplicationMenuOptions {
  handlers: HandlerSource;
  announce: Announce;
  /** True in an unpackaged build. */
  isDevelopment: boolean;
}

/** Puts up the menu. What it starts itself answers for itself: a failure is shown in a dialog. */
export function installMenu({ handlers, announce, isDevelopment }: ApplicationMenuOptions): void {
  const template = menuTemplate({
    isMac: process.platform === 'darwin',
    isDevelopment,
    send: (command) => {
      announce('application.menuCommand', { command });
    },
    exportEverything: () => {
      runOrShowFailure(async () => {
        const { conversations } = await handlers.core();
        await conversations.export({ id: null, format: 'json' });
      });
    },
    openDataFolder: () => {
      runOrShowFailure(async () => {
        await handlers.application.openDataFolder({});
      });
    },
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function runOrShowFailure(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    dialog.showErrorBox('Loam', serializeError(error).message);
  });
}
