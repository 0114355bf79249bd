import { appOrigin } from './appScheme';

/** The part of Electron's frame that the check reads. */
export interface SenderFrame {
  readonly origin: string;
  readonly parent: unknown;
}

/** The part of an IPC event that the check reads. */
export interface SenderEvent {
  readonly sender: { readonly id: number };
  /** Null once the frame was destroyed or has navigated away. */
  readonly senderFrame: SenderFrame | null;
}

/**
 * Why a call must be refused, or null when it comes from the main frame of our own page in one of our own windows.
 *
 * @param isOwnWindow whether this webContents id belongs to a window the app opened
 */
export function senderRefusal(
  event: SenderEvent,
  isOwnWindow: (webContentsId: number) => boolean,
): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'the frame is gone';
  const { parent, origin } = frame;
  if (parent !== null) return 'not the main frame';
  if (origin !== appOrigin) return 'foreign origin';
  if (!isOwnWindow(event.sender.id)) return 'not a window of the app';
  return null;
}
