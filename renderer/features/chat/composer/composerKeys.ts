/** The parts of a keyboard event that decide what a key means in a text that can be sent. */
export interface ComposerKey {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** True while an input method is putting a character together: its Enter only accepts the character. */
  isComposing: boolean;
}

/** Whether this key sends. With `sendWithEnter` a bare Enter does; Ctrl+Enter and Cmd+Enter always do. */
export function isSendKey(key: ComposerKey, sendWithEnter: boolean): boolean {
  if (key.key !== 'Enter' || key.isComposing || key.altKey || key.shiftKey) return false;
  return sendWithEnter || key.ctrlKey || key.metaKey;
}

/** What the composer says about its keys. */
export function sendKeyHint(sendWithEnter: boolean): string {
  return sendWithEnter ? 'Enter sends, Shift+Enter starts a new line' : 'Ctrl+Enter sends';
}
