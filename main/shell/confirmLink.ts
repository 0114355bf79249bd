import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';

/** Asks whether to open an address in the browser. */
export function confirmLink(window: BrowserWindow | null, address: string): Promise<boolean> {
  return confirmAddress(window, { address, message: 'Open this address outside Loam?', yes: 'Open' });
}

/** Asks whether Loam itself may go out to an address. */
export function confirmRequest(window: BrowserWindow | null, address: string): Promise<boolean> {
  return confirmAddress(window, { address, message: 'May Loam ask this server for a file?', yes: 'Ask it' });
}

/** Shows the whole address. Enter and Escape both mean no. */
async function confirmAddress(
  window: BrowserWindow | null,
  { address, message, yes }: { address: string; message: string; yes: string },
): Promise<boolean> {
  const buttons = [yes, 'Cancel'];
  const cancel = buttons.indexOf('Cancel');
  const options: MessageBoxOptions = {
    type: 'question',
    message,
    detail: address,
    buttons,
    defaultId: cancel,
    cancelId: cancel,
    noLink: true,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === buttons.indexOf(yes);
}
