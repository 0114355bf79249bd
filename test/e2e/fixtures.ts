import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ElectronApplication, type Locator, type Page, test as base } from '@playwright/test';
import { openLoam } from '../../scripts/bench/openApp.mjs';

export { expect } from '@playwright/test';

const projectFolder = resolve(import.meta.dirname, '../..');
const syntheticApplication = join(projectFolder, 'test', 'helpers', 'syntheticApplication');

/** What the synthetic model says to questions that contain `whenQuestionIncludes`; without it, to every question. */
export interface SyntheticReply {
  pieces: string[];
  intervalMs?: number;
  whenQuestionIncludes?: string;
}

/** The running app on a data folder of its own. */
export class LoamWindow {
  readonly home = mkdtempSync(join(tmpdir(), 'loam-e2e-'));
  /** What the page complained about: console errors, uncaught errors, refused loads. */
  readonly complaints: string[] = [];
  /** Changes to the app's environment, from the next opening on. */
  readonly environment: Record<string, string> = {};
  app!: ElectronApplication;
  page!: Page;
  #close: () => Promise<void> = () => Promise.resolve();
  #syntheticScriptFile: string | null = null;

  /** Answers with these replies instead of the starter model; effective from the next question on. */
  script(replies: SyntheticReply[]): void {
    this.#syntheticScriptFile ??= join(this.home, 'synthetic-script.json');
    writeFileSync(this.#syntheticScriptFile, JSON.stringify({ replies }));
  }

  /** Opens the app, or opens it again on the same data. */
  async open(): Promise<void> {
    const script = this.#syntheticScriptFile;
    const { app, page, close } = await openLoam({
      home: this.home,
      ...(script !== null && { appFolder: syntheticApplication }),
      environment: { ...this.environment, ...(script !== null && { LOAM_SYNTHETIC_SCRIPT: script }) },
    });
    this.app = app;
    this.page = page;
    this.#close = close;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** Closes the window as a user does, and waits until the app has ended. */
  async close(): Promise<void> {
    await this.#close();
    this.#close = () => Promise.resolve();
  }

  /** Ends the app as a power cut would. */
  async kill(): Promise<void> {
    const child = this.app.process();
    const ended = new Promise((resolveEnded) => child.once('exit', resolveEnded));
    child.kill('SIGKILL');
    await ended;
    this.#close = () => Promise.resolve();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Changes settings as the settings screen does. */
  async updateSettings(changes: Record<string, unknown>): Promise<void> {
    await this.page.evaluate((input) => window.loam.settings.update(input), changes);
  }

  /** Past the welcome, in an empty chat. */
  async startChatting(): Promise<void> {
    await this.updateSettings({ hasSeenWelcome: true });
    await this.page.reload();
    await this.page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  }

  /** The list of chats in the sidebar. */
  get chats(): Locator {
    return this.page.getByRole('list', { name: 'Chats' });
  }

  async newChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'New chat', exact: true }).click();
  }

  /** Chooses from the menu of a chat in the list, which shows while the row is pointed at. */
  async chooseForChat(title: string, option: string): Promise<void> {
    await this.chats.getByRole('button', { name: title, exact: true }).hover();
    await this.chats.getByRole('button', { name: `Options for “${title}”` }).click();
    await this.page.getByRole('menuitem', { name: option }).click();
  }

  /** Closes the dialog on screen and waits: until it is gone, it keeps the keys to itself. */
  async closeDialog(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** Sends a question from the composer. */
  async send(text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Message', exact: true });
    await field.fill(text);
    await field.press('Enter');
  }

  /** Sends a question and waits until its answer is finished. */
  async ask(text: string): Promise<void> {
    await this.send(text);
    await this.answered();
  }

  /** Waits until no answer is being written. */
  async answered(): Promise<void> {
    await this.page.getByRole('button', { name: 'Send', exact: true }).waitFor({ timeout: 60_000 });
  }

  /** Replaces the native dialog for choosing a place to save. */
  async saveDialogsChoose(path: string): Promise<void> {
    await this.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
  }

  /** Replaces the native dialog for choosing a file to open. */
  async openDialogsChoose(path: string): Promise<void> {
    await this.app.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
    }, path);
  }
}

/** `loam` is not opened yet, so that a test can prepare its data or its script first. */
export const test = base.extend<{ loam: LoamWindow }>({
  loam: async ({}, use) => {
    const loam = new LoamWindow();
    await use(loam);
    await loam.remove();
  },
});
