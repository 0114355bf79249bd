import type { PassagePlace } from '../../../../preload/contract/knowledge';

/** What is embedded and searched together with a passage's text: where it stands, and what its columns are called. */
export function passageContext(place: PassagePlace, tableHeader: string | null): string {
  const headings = place.headingPath.filter((heading) => heading.trim() !== '').join(' › ');
  const lines = [headings, place.sheet ?? '', tableHeader?.replaceAll('\t', ' ') ?? ''];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** The text that stands for a passage in the index. */
export function embeddedText(context: string, text: string): string {
  return context === '' ? text : `${context}\n${text}`;
}
