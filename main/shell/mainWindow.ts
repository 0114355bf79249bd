import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appPage } from './appScheme';
import type { ShellLog } from './shellLog';
import { minimumWindowSize, placeWindow, readWindowState, writeWindowState } from './windowState';

export interface MainWindowOptions {
  /** Absolute path of the built preload script. */
  preloadFile: string;
  /** Where the window's place is remembered. */
  stateFile: string;
  allowsDevTools: boolean;
  log: ShellLog;
  /** Called once for each window: at its first paint, or when it becomes clear that there will be none. */
  onFirstPaint: () => void;
}

/** A page that finished loading but paints nothing for so long will not paint before it gets its answers. */
const paintPatienceMs = 1500;
/** A page that dies more often than this in a minute is left alone. */
const reloadsPerMinute = 3;

/** As the page's own skeleton paints them. */
const backgrounds = { light: '#ffffff', dark: '#211f1c' } as const;

/** The app's one window: opened again when it was closed, never twice. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  /** Null while no window is open. */
  get current(): BrowserWindow | null {
    return this.#window;
  }

  isOwn(webContentsId: number): boolean {
    return this.#window?.webContents.id === webContentsId;
  }

  /** Opens the window, or brings the open one to the front. */
  show(): void {
    if (this.#window === null) {
      this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Follows the theme, so that no bare area shines in the wrong colour while resizing. */
  applyTheme(): void {
    this.#window?.setBackgroundColor(backgroundColor());
  }

  #open(): void {
    const { preloadFile, stateFile, allowsDevTools, onFirstPaint } = this.#options;
    const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()];
    const place = placeWindow(
      readWindowState(stateFile),
      screens.map(({ workArea }) => workArea),
    );
    const window = new BrowserWindow({
      title: 'Loam',
      width: place.width,
      height: place.height,
      ...place.position,
      minWidth: minimumWindowSize.width,
      minHeight: minimumWindowSize.height,
      backgroundColor: backgroundColor(),
      show: false,
      webPreferences: webPreferences(preloadFile, allowsDevTools),
    });
    this.#window = window;
    // Maximizing shows a window, so it has to wait for the paint as well.
    this.#showWhenPainted(window, () => {
      if (place.isMaximized) window.maximize();
      onFirstPaint();
    });
    this.#rememberPlace(window);
    this.#survivePageDeath(window);
    window.on('page-title-updated', (event) => {
      event.preventDefault();
    });
    window.once('closed', () => {
      this.#window = null;
    });
    window.loadURL(appPage).catch((error: unknown) => {
      this.#options.log.error('page did not load', { error });
      onFirstPaint();
      window.show();
    });
  }

  #showWhenPainted(window: BrowserWindow, onFirstPaint: () => void): void {
    const showNow = () => {
      if (window.isDestroyed()) return;
      window.show();
      onFirstPaint();
    };
    window.once('ready-to-show', showNow);
    window.webContents.once('did-finish-load', () => {
      setTimeout(() => {
        if (!window.isDestroyed() && !window.isVisible()) showNow();
      }, paintPatienceMs);
    });
  }

  #rememberPlace(window: BrowserWindow): void {
    const { stateFile, log } = this.#options;
    window.on('close', () => {
      const state = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
      try {
        writeWindowState(stateFile, state);
      } catch (error) {
        log.error('window place not kept', { error });
      }
    });
  }

  #survivePageDeath(window: BrowserWindow): void {
    const { log } = this.#options;
    let deathsMs: number[] = [];
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit') return;
      log.error('page died', { status: reason, exitCode });
      const nowMs = performance.now();
      deathsMs = [...deathsMs.filter((deathMs) => nowMs - deathMs < 60_000), nowMs];
      if (deathsMs.length <= reloadsPerMinute) window.webContents.reload();
    });
    window.on('unresponsive', () => {
      log.warn('page does not respond');
    });
  }
}

/** Every switch is written down, also where it is the default, so that a changed default changes nothing. */
function webPreferences(preloadFile: string, allowsDevTools: boolean): Electron.WebPreferences {
  return {
    preload: preloadFile,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // A dictionary would be downloaded.
    spellcheck: false,
    disableDialogs: true,
    autoplayPolicy: 'document-user-activation-required',
    devTools: allowsDevTools,
  };
}

function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light;
}
