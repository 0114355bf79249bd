import type { PassagePlace } from '../../../preload/contract/knowledge';

/** Where a passage stands, in pieces: `page 3`, `Setup › Linux`. Empty where the format knows nothing. */
export function placeParts({ page, slide, sheet, headingPath }: PassagePlace): string[] {
  const parts: string[] = [];
  if (page !== null) parts.push(`page ${page}`);
  if (slide !== null) parts.push(`slide ${slide}`);
  if (sheet !== null && sheet !== '') parts.push(`sheet ${sheet}`);
  const headings = headingPath.filter((heading) => heading.trim() !== '');
  if (headings.length > 0) parts.push(headings.join(' › '));
  return parts;
}

/** The same in one line. */
export function placeInWords(place: PassagePlace): string {
  return placeParts(place).join(' · ');
}

/** The last part of a document's name, which may be a path inside its folder. */
export function fileNameOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
