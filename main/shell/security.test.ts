import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { closeBrowserNetwork, guardApp, type GuardOptions } from './security';

const quiet: GuardOptions = { allowsDevTools: false, onRefusal: () => undefined };

class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  setWebRTCIPHandlingPolicy = vi.fn();
  type = 'window';
  getType = () => this.type;
  loadURL = vi.fn(() => Promise.resolve());

  /** Whether a guard prevented the event. */
  isPrevented(name: string, details: object): boolean {
    const event = { ...details, isPrevented: false, preventDefault: () => (event.isPrevented = true) };
    this.emit(name, event);
    return event.isPrevented;
  }
}

type Answer = (answer: unknown) => void;

class FakeSession extends EventEmitter {
  handlers: Record<string, (...parameters: unknown[]) => unknown> = {};
  setPermissionRequestHandler = this.#keep('permissionRequest');
  setPermissionCheckHandler = this.#keep('permissionCheck');
  setDevicePermissionHandler = this.#keep('devicePermission');
  setSpellCheckerEnabled = vi.fn();
  protocol = { handle: vi.fn<(scheme: string, handler: () => Response) => void>() };
  webRequest = { onBeforeRequest: this.#keep('beforeRequest') };

  #keep(name: string) {
    return (handler: (...parameters: unknown[]) => unknown) => {
      this.handlers[name] = handler;
    };
  }

  ask(name: string, ...parameters: unknown[]): unknown {
    let answered: unknown = 'nothing';
    const answer: Answer = (value) => (answered = value);
    const returned = this.handlers[name]?.(...parameters, answer);
    return answered === 'nothing' ? returned : answered;
  }
}

function guarded(options: GuardOptions = quiet) {
  const app = new EventEmitter();
  const contents = new FakeContents();
  const session = new FakeSession();
  guardApp(app as unknown as App, options);
  app.emit('session-created', session);
  app.emit('web-contents-created', {}, contents);
  return { contents, session };
}

describe('guards of every page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    '%s leaves only the own page',
    (name) => {
      const { contents } = guarded();
      for (const url of [
        'https://example.com/',
        'file:///etc/passwd',
        'loam://evil/index.html',
        'data:text/html,x',
      ]) {
        expect(contents.isPrevented(name, { url, isMainFrame: true }), url).toBe(true);
      }
      expect(contents.isPrevented(name, { url: 'loam://app/index.html', isMainFrame: true })).toBe(false);
    },
  );

  it('frames inside the page go nowhere, not even to the own page', () => {
    const { contents } = guarded();
    const details = { url: 'loam://app/index.html', isMainFrame: false };
    expect(contents.isPrevented('will-frame-navigate', details)).toBe(true);
    expect(contents.isPrevented('will-redirect', details)).toBe(true);
  });

  it('a window that got away is brought back, while the developer tools stay where they are', () => {
    const { contents } = guarded();
    contents.emit('did-navigate', {}, 'loam://app/index.html');
    expect(contents.loadURL).not.toHaveBeenCalled();
    contents.emit('did-navigate', {}, 'about:blank');
    expect(contents.loadURL.mock.calls).toEqual([['loam://app/index.html']]);
    contents.type = 'remote';
    contents.emit('did-navigate', {}, 'devtools://devtools/bundled/inspector.html');
    expect(contents.loadURL).toHaveBeenCalledOnce();
  });

  it('no window opens and no webview attaches', () => {
    const { contents } = guarded();
    expect(contents.openHandler?.({ url: 'loam://app/index.html' })).toEqual({ action: 'deny' });
    expect(contents.openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
    expect(contents.isPrevented('will-attach-webview', {})).toBe(true);
  });

  it('peer connections may not go around the proxy', () => {
    expect(guarded().contents.setWebRTCIPHandlingPolicy).toHaveBeenCalledWith('disable_non_proxied_udp');
  });
});

describe('guards of every session', () => {
  it.each([
    'media',
    'geolocation',
    'notifications',
    'fullscreen',
    'clipboard-read',
    'openExternal',
    'unknown',
  ])('permission %s is denied, asked or checked', (permission) => {
    const { session } = guarded();
    expect(session.ask('permissionRequest', null, permission)).toBe(false);
    expect(session.ask('permissionCheck', null, permission)).toBe(false);
    expect(session.ask('devicePermission', { deviceType: permission })).toBe(false);
  });

  it('requests leave for nowhere but the app', () => {
    const { session } = guarded();
    const ask = (url: string) => session.ask('beforeRequest', { url, resourceType: 'xhr' });
    expect(ask('http://127.0.0.1:1/')).toEqual({ cancel: true });
    expect(ask('file:///etc/passwd')).toEqual({ cancel: true });
    expect(ask('loam://app/assets/index.js')).toEqual({ cancel: false });
  });

  it('files of the machine are refused at their source', () => {
    const { session } = guarded();
    const [scheme, answer] = session.protocol.handle.mock.calls[0] ?? [];
    expect([scheme, answer?.().type]).toEqual(['file', 'error']);
  });

  it('downloads are stopped and spelling needs no dictionary', () => {
    const { session } = guarded();
    const event = { preventDefault: vi.fn() };
    session.emit('will-download', event, { getURL: () => 'loam://app/index.html' });
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
  });

  it('a refusal is reported by kind and scheme, without the address', () => {
    const onRefusal = vi.fn();
    const { session } = guarded({ ...quiet, onRefusal });
    session.ask('beforeRequest', { url: 'https://evil.example/?chat=secret', resourceType: 'image' });
    session.ask('beforeRequest', { url: 'secret-words://x', resourceType: 'image' });
    expect(onRefusal.mock.calls).toEqual([
      [{ kind: 'request for image', target: 'https:' }],
      [{ kind: 'request for image', target: 'other' }],
    ]);
  });
});

describe('the browser network', () => {
  it('has a proxy that is not there, also for this machine, and resolves no name', () => {
    const switches: Record<string, string> = {};
    closeBrowserNetwork({
      appendSwitch: (name: string, value: string) => (switches[name] = value),
    } as unknown as App['commandLine']);
    expect(switches).toEqual({
      'proxy-server': 'http://127.0.0.1:0',
      'proxy-bypass-list': '<-loopback>',
      'host-resolver-rules': 'MAP * ~NOTFOUND',
    });
  });
});
