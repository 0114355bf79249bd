import type { App, Session, WebContents } from 'electron';
import { appPage, parseUrl } from './appScheme';
import { isAllowedNavigation, isAllowedRequest } from './navigationPolicy';

/** Called for each refusal with what was refused, never with page content. */
export type RefusalListener = (refusal: { kind: string; target: string }) => void;

export interface GuardOptions {
  /** True in an unpackaged build only. */
  allowsDevTools: boolean;
  onRefusal: RefusalListener;
}

/**
 * Leaves the browser part of the app no network at all: no name resolves, and every connection goes through a proxy
 * that is not there. It catches what no request filter sees: peer connections and prefetched names. The main process
 * and its workers connect by Node's own network, which this does not touch. Must run before the app is ready.
 */
export function closeBrowserNetwork(commandLine: App['commandLine']): void {
  commandLine.appendSwitch('proxy-server', 'http://127.0.0.1:0');
  commandLine.appendSwitch('proxy-bypass-list', '<-loopback>');
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/**
 * Puts the guards on every session and every page this app will ever have, also those that nobody means to create.
 * Must run before the first window.
 */
export function guardApp(app: Pick<App, 'on'>, options: GuardOptions): void {
  app.on('session-created', (session) => {
    guardSession(session, options);
  });
  app.on('web-contents-created', (_event, contents) => {
    guardWebContents(contents, options);
  });
}

/** No permission, device, download, dictionary or network for the pages of this session. */
export function guardSession(session: Session, { allowsDevTools, onRefusal }: GuardOptions): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    onRefusal({ kind: 'permission', target: permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    onRefusal({ kind: 'download', target: schemeOf(item.getURL()) });
    event.preventDefault();
  });
  // Requests of the main process itself skip the filter below, so files are refused at their source as well.
  session.protocol.handle('file', () => Response.error());
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !isAllowedRequest(details.url, allowsDevTools);
    if (cancel) onRefusal({ kind: `request for ${details.resourceType}`, target: schemeOf(details.url) });
    answer({ cancel });
  });
}

/** One page in one window: no navigation, no new window, no embedded page. */
export function guardWebContents(contents: WebContents, { onRefusal }: GuardOptions): void {
  // Covers links, forms, location, meta refresh and dropped files, in the main frame and in any other.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isAllowedNavigation(event.url)) return;
    onRefusal({ kind: 'navigation', target: schemeOf(event.url) });
    event.preventDefault();
  });
  contents.on('will-navigate', (event) => {
    if (!isAllowedNavigation(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (event.isMainFrame && isAllowedNavigation(event.url)) return;
    onRefusal({ kind: 'redirect', target: schemeOf(event.url) });
    event.preventDefault();
  });
  // Chromium asks nobody before it shows about:blank, so the page is brought back afterwards.
  contents.on('did-navigate', (_event, url) => {
    if (contents.getType() !== 'window' || isAllowedNavigation(url)) return;
    onRefusal({ kind: 'navigation', target: schemeOf(url) });
    void contents.loadURL(appPage);
  });
  contents.on('will-attach-webview', (event) => {
    onRefusal({ kind: 'webview', target: 'webview' });
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    onRefusal({ kind: 'new window', target: schemeOf(url) });
    return { action: 'deny' };
  });
  // With a proxy set, this keeps peer connections off UDP, the one way around it.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

const loggedSchemes = [
  'http:',
  'https:',
  'ws:',
  'wss:',
  'file:',
  'data:',
  'blob:',
  'about:',
  'loam:',
  'mailto:',
];

/** An address can hold what a page wanted to smuggle out; a known scheme is all that a log needs. */
function schemeOf(url: string): string {
  const scheme = parseUrl(url)?.protocol ?? '';
  return loggedSchemes.includes(scheme) ? scheme : 'other';
}
