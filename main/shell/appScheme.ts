/** The app's own scheme: pages come from here and never from file:// or the network. */
export const appScheme = 'loam';
export const appHost = 'app';
/** What a frame's `origin` must be, to the letter. */
export const appOrigin = `${appScheme}://${appHost}`;
/** The one page there is. */
export const appPage = `${appOrigin}/index.html`;

/** The URL, or null when the text is none. */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * Whether a URL lies under the app's origin. Compared piece by piece: `URL.origin` is the string "null" for a scheme
 * that Node does not know, and a prefix test would let `loam://app.evil` pass.
 */
export function isAppUrl(url: URL): boolean {
  return (
    url.protocol === `${appScheme}:` && url.host === appHost && url.username === '' && url.password === ''
  );
}
