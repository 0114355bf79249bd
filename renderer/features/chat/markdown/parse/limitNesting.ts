/** Quotes and lists opened on one line beyond this many are shown as text. */
const MAX_CONTAINERS_A_LINE = 100;

const container = String.raw`[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))`;
const overNested = new RegExp(`^((?:${container}){${MAX_CONTAINERS_A_LINE}})((?:${container})+)`, 'gm');

/**
 * Takes the force out of a line that opens hundreds of quotes or lists, which costs the parser seconds. Every marker
 * too many becomes a look-alike of the same length, so that offsets keep their meaning.
 */
export function limitNesting(text: string): string {
  return text.replace(
    overNested,
    (_match, kept: string, excess: string) => kept + excess.replace(/[>\-+*.)]/g, '·'),
  );
}
