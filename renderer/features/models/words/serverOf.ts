/**
 * The server that looking at a pasted repository or address would ask; null for a blank text.
 *
 * @param hub the server that repositories are on
 */
export function serverOf(text: string, hub: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return hub;
  const host = URL.parse(trimmed)?.host ?? '';
  if (host === '') return null;
  // A repository of the public hub is looked up on the hub that is set.
  return /^(?:www\.)?(?:huggingface\.co|hf\.co)$/.test(host) ? hub : host;
}
