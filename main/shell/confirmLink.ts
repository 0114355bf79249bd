import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';

const buttons = ['Open', 'Cancel'] as const;

/** Shows the whole address and asks whether to open it. Enter and Escape both mean no. */
export async function confirmLink(window: BrowserWindow | null, address: string): Promise<boolean> {
  const cancel = buttons.indexOf('Cancel');
  const options: MessageBoxOptions = {
    type: 'question',
    message: 'Open this address outside Loam?',
    detail: address,
    buttons: [...buttons],
    defaultId: cancel,
    cancelId: cancel,
    noLink: true,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === buttons.indexOf('Open');
}
