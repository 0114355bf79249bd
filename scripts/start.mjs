/**
 * `npm start`: sets Loam up on the first run, then opens it. Runs on any Node from 18 on, with nothing installed.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNodePath } from './setup/bundledNode.mjs';
import { hasDisplay } from './setup/display.mjs';
import { describeRuntime, electronRuntime } from './setup/electronRuntime.mjs';
import { electronSwitches, sandboxAdvice } from './setup/electronSwitches.mjs';
import { setUpOrExit } from './setup/setUp.mjs';

const usage = `Loam: a local-first desktop assistant.

npm start                              set up what is missing, then open the window;
                                       a chat in the terminal where there is no display
npm start -- chat                      chat in the terminal
npm start -- ask "question" [--json]   one answer in the terminal; with --json the last line is one JSON object
npm start -- models list               the language models on this computer; also add, remove and use
npm start -- adapters list             LoRA adapters for them; also add, remove and use
npm start -- COMMAND --help            what a terminal command takes
npm start -- --help                    this text

The first start downloads the dependencies, Electron, a small language model and an embedder (about 1 GB; 3 GB on the disk) and
says each step. It can be interrupted: the next start goes on. After that nothing is downloaded unasked.

LOAM_HOME                     folder for the conversations and settings, instead of the system's usual place
LOAM_CACHE                    folder for downloads that several clones share, instead of ~/.cache/loam
ELECTRON_OVERRIDE_DIST_PATH   folder of an Electron to use instead of the downloaded one
ELECTRON_MIRROR, HF_ENDPOINT  other addresses for the downloads of Electron and of the model

npm test                      the same set-up, then all checks and tests
`;

const startupFailureMs = 10_000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);

if (['--help', '-h', 'help'].includes(args[0] ?? '')) {
  console.log(usage);
} else {
  await start();
}

async function start() {
  const purpose = args.length === 0 ? 'app' : 'terminal';
  const command = ['npm start', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  await setUpOrExit({ root, purpose, command });
  if (args.length > 0) return runTerminalProgram(args);
  if (hasDisplay()) return openWindow();
  process.stderr.write('Loam is set up. There is no display, so the chat is here in the terminal.\n');
  return runTerminalProgram(['chat']);
}

async function openWindow() {
  const runtime = electronRuntime(root);
  process.stderr.write(`Loam is set up (${describeRuntime(runtime)}). Opening its window.\n`);
  const environment = { ...process.env };
  // Some editors' terminals set it, and Electron would then be a plain Node.
  delete environment.ELECTRON_RUN_AS_NODE;
  const startedMs = Date.now();
  const code = await runInForeground(runtime.executable, [...electronSwitches(), root], environment);
  const advice =
    code !== 0 && Date.now() - startedMs < startupFailureMs ? sandboxAdvice(runtime.executable) : undefined;
  if (advice !== undefined) process.stderr.write(`${advice}\n`);
  process.exitCode = code;
}

/** @param {string[]} programArgs */
async function runTerminalProgram(programArgs) {
  const program = path.join(root, 'out', 'main', 'cli.js');
  process.exitCode = await runInForeground(bundledNodePath(root), [program, ...programArgs], process.env);
}

/**
 * Hands the terminal to a program. Ctrl-C reaches it from the terminal itself; other signals are passed on.
 * @param {string} command
 * @param {string[]} programArgs
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>} Its exit code; 128 + the signal's number when a signal ended it.
 */
function runInForeground(command, programArgs, environment) {
  return new Promise((resolve) => {
    const child = spawn(command, programArgs, { stdio: 'inherit', env: environment });
    process.on('SIGINT', () => {});
    for (const name of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(name, () => child.kill(name));
    child.once('error', (error) => {
      process.stderr.write(
        `${command} could not be started (${error.message}).\nNext: run npm start again.\n`,
      );
      resolve(1);
    });
    child.once('exit', (code, signalName) => {
      resolve(code ?? 128 + (signalName === null ? 0 : constants.signals[signalName]));
    });
  });
}
