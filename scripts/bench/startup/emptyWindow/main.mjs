/** The least an Electron app can be: one window with one word. What Loam's start is measured against. */
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow } from 'electron';

// Not awaited: Electron becomes ready only after this module has been evaluated.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1200, height: 800 });
  return window.loadFile(fileURLToPath(new URL('./index.html', import.meta.url)));
});
