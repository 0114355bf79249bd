import { appOrigin, appPage, isAppUrl, parseUrl } from './appScheme';

/** Whether the window may navigate there by itself: only to the one page there is (a reload). */
export function isAllowedNavigation(url: string): boolean {
  const parsed = parseUrl(url);
  if (parsed === null || !isAppUrl(parsed)) return false;
  return parsed.pathname === '/' || parsed.pathname === new URL(appPage).pathname;
}

/**
 * Whether a session may request this URL. Everything that would leave the app is cut here once more, below the
 * content security policy, so that no page content, prefetch or socket reaches a network.
 *
 * @param allowsDevTools true in an unpackaged build, where the developer tools load their own pages
 */
export function isAllowedRequest(url: string, allowsDevTools: boolean): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return false;
  if (isAppUrl(parsed)) return true;
  // A blob lives in the memory of the page that made it; its URL names that page's origin.
  if (parsed.protocol === 'blob:') return parsed.href.startsWith(`blob:${appOrigin}/`);
  return allowsDevTools && parsed.protocol === 'devtools:';
}
