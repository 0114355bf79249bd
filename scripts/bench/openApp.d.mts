import type { ElectronApplication, Page } from '@playwright/test';

export interface OpenedApp {
  app: ElectronApplication;
  /** Ends it; kills it when it does not end by itself. */
  close(): Promise<void>;
}

/** A fresh folder in the system's place for temporary files. */
export function makeTemporaryFolder(purpose: string): string;
export function removeFolder(folder: string): void;
/** This process's environment with these changes, without what would make Electron a plain Node. */
export function appEnvironment(changes: Record<string, string>): Record<string, string>;
/** Opens an app in the Electron of this project, driven by Playwright. */
export function openElectron(appFolder: string, environment: Record<string, string>): Promise<OpenedApp>;
/** Opens Loam on a data folder and waits until its window has loaded. */
export function openLoam(options: {
  home: string;
  appFolder?: string;
  environment?: Record<string, string>;
}): Promise<OpenedApp & { page: Page }>;
