/**
 * `npm run test:e2e [-- PLAYWRIGHT ARGUMENTS]`: the end-to-end tests in the real window, under a virtual display where
 * there is none. Brings the set-up up to date first, so that the window shows the current sources.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNodePath } from './setup/bundledNode.mjs';
import { withDisplay } from './setup/display.mjs';
import { setUpOrExit } from './setup/setUp.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
await setUpOrExit({ root, purpose: 'tests', command: 'npm run test:e2e' });

const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const [command, args] = withDisplay(bundledNodePath(root), [playwright, 'test', ...process.argv.slice(2)]);
const environment = { ...process.env };
// Some editors' terminals set it, and Electron would then be a plain Node.
delete environment.ELECTRON_RUN_AS_NODE;
const child = spawn(command, args, { cwd: root, env: environment, stdio: 'inherit' });
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (code, signalName) => {
  process.exitCode = code ?? 128 + (signalName === null ? 0 : constants.signals[signalName]);
});
