import { join } from 'node:path';
import { app, clipboard, dialog, nativeTheme, session, shell } from 'electron';
import { contract } from '../preload/contract/index';
import { systemClock } from './clock';
import type { Core, CoreOptions } from './core';
import { corePaths } from './paths';
import { applicationHandlers } from './shell/applicationHandlers';
import { storedColorScheme } from './shell/colorScheme';
import { hasDebuggingSwitch, mustRunWithoutSandbox } from './shell/commandLine';
import { confirmLink } from './shell/confirmLink';
import { prepareDataFolder } from './shell/dataFolder';
import { deferCore, type DeferredCore } from './shell/deferredCore';
import { electronSettingsStore } from './shell/electronSettingsStore';
import { createAnnounce, forwardEvents, type Announce } from './shell/eventForwarder';
import { createFileDialogs } from './shell/fileDialogs';
import { installIpcRouter } from './shell/ipcRouter';
import { createLinkOpener } from './shell/linkOpener';
import { installLifetime } from './shell/lifetime';
import { MainWindow } from './shell/mainWindow';
import { installMenu } from './shell/menu';
import { registerAppScheme, serveApp } from './shell/protocol';
import type { HandlerSource } from './shell/requestDispatcher';
import { closeBrowserNetwork, guardApp } from './shell/security';
import { createShellLog, logProcessFailures } from './shell/shellLog';
import { createUtilityProcessHost } from './shell/utilityProcessHost';

/** What a test or a benchmark puts in the place of the real thing. */
export type ApplicationOverrides = Pick<CoreOptions, 'languageModelFor'>;

const isDevelopment = !app.isPackaged;

/** Starts the desktop app. Must be called while Electron loads the app's main module: before `ready`, and once. */
export function startApplication(overrides: ApplicationOverrides = {}): void {
  if (!mustRunWithoutSandbox(process.argv, process.getuid?.() ?? null)) app.enableSandbox();
  registerAppScheme();
  closeBrowserNetwork(app.commandLine);
  const home = ownDataFolder();
  // Whoever attaches a debugger to the page owns it, so a packaged app does not start with one.
  if (home === null || (app.isPackaged && hasDebuggingSwitch(process.argv))) app.exit(1);
  else if (!app.requestSingleInstanceLock()) app.exit(0);
  else compose(app.getAppPath(), home, overrides);
}

function compose(projectFolder: string, home: string, overrides: ApplicationOverrides): void {
  const paths = corePaths(home, projectFolder);
  const settingsStore = electronSettingsStore(paths.settingsFolder, systemClock);
  // Starting the core loads native modules, so it waits for the first paint.
  const core = deferCore(async () => {
    const { createCore } = await import('./core');
    return createCore({ ...overrides, paths, settingsStore, processHost: createUtilityProcessHost() });
  });
  const log = createShellLog(core.ready);
  const window = new MainWindow({
    preloadFile: join(projectFolder, 'out', 'preload', 'index.cjs'),
    stateFile: join(home, 'window.json'),
    allowsDevTools: isDevelopment,
    log,
    onFirstPaint: () => {
      const durationMs = Math.round(Date.now() - (process.getCreationTime() ?? Date.now()));
      core.start();
      core.ready.then(({ logger }) => logger.info('window painted', { durationMs })).catch(() => undefined);
    },
  });
  const announce = createAnnounce(() => (window.current === null ? [] : [window.current.webContents]));
  const handlers = composeHandlers(home, core, window);

  logProcessFailures(log, app);
  guardApp(app, {
    allowsDevTools: isDevelopment,
    onRefusal: ({ kind, target }) => {
      log.warn('refused the page', { status: `${kind}: ${target}` });
    },
  });
  followCore(core, announce, window);
  installLifetime(app, {
    showWindow: () => {
      window.show();
    },
    dispose: () => core.dispose(),
    log,
  });
  void app.whenReady().then(() => {
    nativeTheme.themeSource = storedColorScheme(settingsStore);
    serveApp(session.defaultSession, join(projectFolder, 'out', 'renderer'), async (id) =>
      (await core.ready).knowledge.documentFile(id),
    );
    installIpcRouter({
      contract,
      handlers,
      isOwnWindow: (id) => window.isOwn(id),
      log,
      checksOutput: isDevelopment,
    });
    installMenu({ handlers, announce, isDevelopment });
    window.show();
  });
}

/** Null, after telling the user why, when the folder cannot be used. */
function ownDataFolder(): string | null {
  try {
    return prepareDataFolder(app, process.env);
  } catch (error) {
    dialog.showErrorBox('Loam cannot use its data folder', String(error));
    return null;
  }
}

function composeHandlers(home: string, core: DeferredCore<Core>, window: MainWindow): HandlerSource {
  const dialogs = createFileDialogs(() => window.current);
  const coreHandlers = core.ready.then((ready) => ready.handlers(dialogs));
  // A core that could not start is told by each request that needs it.
  coreHandlers.catch(() => undefined);
  const application = applicationHandlers({
    version: app.getVersion(),
    platform: process.platform,
    versions: process.versions,
    dataFolder: home,
    notices: async () => (await core.ready).notices(),
    openLink: createLinkOpener({
      confirm: (address) => confirmLink(window.current, address),
      open: (address) => shell.openExternal(address),
    }),
    // Older versions write at once and return nothing.
    copyText: async (text) => {
      await clipboard.writeText(text);
    },
    openFolder: (path) => shell.openPath(path),
  });
  return { application, core: () => coreHandlers };
}

function followCore(core: DeferredCore<Core>, announce: Announce, window: MainWindow): void {
  void core.ready.then(
    ({ events }) => {
      forwardEvents(contract, events, announce);
      events.on('settings.changed', ({ colorScheme }) => {
        nativeTheme.themeSource = colorScheme;
      });
    },
    () => undefined,
  );
  nativeTheme.on('updated', () => {
    window.applyTheme();
  });
}
