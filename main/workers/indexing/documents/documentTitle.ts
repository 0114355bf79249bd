/** In UTF-16 code units. */
export const longestTitle = 500;

/** A title on one line; null when nothing is left of it. */
export function cleanTitle(title: string): string | null {
  const clean = title.replaceAll(/\s+/g, ' ').trim().slice(0, longestTitle).toWellFormed();
  return clean === '' ? null : clean;
}
