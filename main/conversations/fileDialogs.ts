/** Asking the user for files. The Electron shell has windows for it; tests answer by themselves. */
export interface FileDialogs {
  /**
   * Asks where to save and writes the text there, whole or not at all. Returns the chosen path, or
   * null when the user cancelled.
   *
   * @throws LoamError export/failed
   */
  saveTextFile(suggestedName: string, content: string): Promise<string | null>;
  /**
   * Asks for one file and reads it, up to a bound. Null when the user cancelled.
   *
   * @throws LoamError import/unreadable
   */
  openTextFile(kind: TextFileKind): Promise<{ path: string; text: string } | null>;
}

/** What the user is asked for: the words and file extensions of the dialog follow from it. */
export type TextFileKind = 'conversations';
