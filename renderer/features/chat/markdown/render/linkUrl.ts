const LINK_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address a link in an answer may lead to, in its normal form, or null when it is no absolute http, https or mailto
 * address. The URL parser decides, as in the browser: it drops the tabs and line breaks that hide `java\tscript:`.
 */
export function safeLinkUrl(address: string): string | null {
  try {
    const url = new URL(address);
    return LINK_PROTOCOLS.has(url.protocol) ? url.href : null;
  } catch {
    // Not absolute, so it leads nowhere from inside the app.
    return null;
  }
}
