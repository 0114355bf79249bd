/** The longest language name shown. */
const MAX_NAME_LENGTH = 32;

/**
 * The language of a code block from the first word of its info string: lower case, and only characters that language
 * names have, because it becomes part of a class name. Null when nothing is left.
 */
export function codeLanguage(info: string | null): string | null {
  // `{.python}`, `js:app.js` and `ts{1,3}` are seen in the wild.
  const name = /^[{.]*([A-Za-z0-9][A-Za-z0-9+#_-]*)/.exec(info ?? '')?.[1];
  return name?.slice(0, MAX_NAME_LENGTH).toLowerCase() ?? null;
}
