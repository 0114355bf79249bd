import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { appEnvironment, openLoam } from '../bench/openApp.mjs';
import { projectRoot } from '../bench/report.mjs';
import { electronRuntime } from '../setup/electronRuntime.mjs';
import { electronSwitches } from '../setup/electronSwitches.mjs';
import { readDatabase } from './databaseSnapshot.mjs';
import { recoveryViolations, tornTurns } from './ledger.mjs';
import { chatInPage, readAllInPage } from './pageChat.mjs';
import { descendantsOf, waitUntilGone } from './processTree.mjs';

const acknowledgementPatienceMs = 30_000;
const orphanPatienceMs = 5_000;
const reportName = 'loamKillTestReport';

/**
 * @typedef {object} RoundInput
 * @property {import('./roundPlan.mjs').RoundPlan} plan
 * @property {string} home The data folder, the same in every round.
 * @property {import('./ledger.mjs').Ledger} ledger
 * @property {import('./databaseSnapshot.mjs').DatabaseSnapshot | null} before What the round before left.
 * @property {(pid: number | undefined) => void} onProcess Told the app's pid, undefined when it is dead.
 *
 * @typedef {object} RoundResult
 * @property {import('./databaseSnapshot.mjs').DatabaseSnapshot | null} after
 * @property {string[]} violations
 * @property {number} childrenGoneMs How long the children outlived their parent.
 * @property {number} interrupted Answers that this round's start found unfinished and marked.
 */

/**
 * Starts the app, checks what it made of the last kill, chats, kills it, and checks what is on the disk.
 * @param {RoundInput} input
 * @returns {Promise<RoundResult>}
 */
export async function runRound(input) {
  const { ledger, home } = input;
  const killed =
    input.plan.phase === 'starting' ? await killWhileStarting(input) : await killWhileChatting(input);
  const after = readDatabase(home);
  return { ...killed, after, violations: [...killed.violations, ...storedViolations(after, ledger)] };
}

/** @typedef {Omit<RoundResult, 'after'>} Killed */

/**
 * No driver is attached: it would hold the start back.
 * @param {RoundInput} input
 * @returns {Promise<Killed>}
 */
async function killWhileStarting({ plan, home, onProcess }) {
  const child = spawn(electronRuntime().executable, [...electronSwitches(), projectRoot], {
    cwd: projectRoot,
    env: appEnvironment({ LOAM_HOME: home }),
    detached: true,
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  onProcess(child.pid);
  await sleep(plan.delayMs);
  const { violations, childrenGoneMs } = await kill(child, plan.killsGroup, onProcess);
  return { violations, childrenGoneMs, interrupted: 0 };
}

/**
 * @param {RoundInput} input
 * @returns {Promise<Killed>}
 */
async function killWhileChatting({ plan, home, ledger, before, onProcess }) {
  const { app, page } = await openLoam({ home });
  const child = app.process();
  onProcess(child.pid);
  const { recovered, interrupted } = await checkRecovery(page, ledger, before);
  const moment = watchFor(plan.phase === 'asking' ? 'asking' : 'started');
  await page.exposeFunction(reportName, (/** @type {import('./pageChat.mjs').ChatEvent} */ event) => {
    ledger.record(event);
    moment.see(event);
  });
  if (plan.isWarmed) await page.evaluate(() => window.loam.models.load({ id: null }));
  const known = [...ledger.conversationIds];
  const lanes = plan.lanes.map((lane) => ({
    ...lane,
    conversationId: lane.conversationIndex === null ? null : (known[lane.conversationIndex] ?? null),
  }));
  // It ends with the app, in the middle of whatever it does.
  page.evaluate(chatInPage, { lanes, report: reportName }).catch(() => {});
  const came = await moment.within(acknowledgementPatienceMs);
  await sleep(plan.delayMs);
  const { violations, childrenGoneMs } = await kill(child, plan.killsGroup, onProcess);
  const silent = came ? [] : [`The app acknowledged nothing within ${acknowledgementPatienceMs} ms.`];
  return { violations: [...recovered, ...silent, ...violations], childrenGoneMs, interrupted };
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {import('./ledger.mjs').Ledger} ledger
 * @param {import('./databaseSnapshot.mjs').DatabaseSnapshot | null} before
 */
async function checkRecovery(page, ledger, before) {
  const { messages } = await page.evaluate(readAllInPage);
  const recovered = recoveryViolations(before?.messages ?? [], messages);
  const streaming = messages.filter(({ status }) => status === 'streaming');
  recovered.push(...streaming.map(({ id }) => `The answer ${id} is still "streaming" after the start.`));
  ledger.settle(messages);
  const open = before?.messages.filter(({ status }) => status === 'streaming') ?? [];
  return { recovered, interrupted: open.length };
}

/** @param {import('./pageChat.mjs').ChatEvent['type']} type */
function watchFor(type) {
  /** @type {() => void} */
  let see = () => {};
  const seen = new Promise((resolve) => {
    see = () => resolve(true);
  });
  return {
    see: (/** @type {import('./pageChat.mjs').ChatEvent} */ event) =>
      event.type === type ? see() : undefined,
    within: (/** @type {number} */ ms) => Promise.race([seen, sleep(ms, false, { ref: false })]),
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {boolean} killsGroup
 * @param {(pid: number | undefined) => void} onProcess
 */
async function kill(child, killsGroup, onProcess) {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null) {
    return { violations: [`The app ended by itself with code ${child.exitCode}.`], childrenGoneMs: 0 };
  }
  const children = descendantsOf(pid);
  const exited = once(child, 'exit');
  process.kill(killsGroup ? -pid : pid, 'SIGKILL');
  await exited;
  const { remaining, waitedMs } = await waitUntilGone(children, orphanPatienceMs);
  onProcess(undefined);
  for (const { pid: orphan } of remaining) process.kill(orphan, 'SIGKILL');
  const violations = remaining.map(
    ({ command }) => `A child outlived the app by ${orphanPatienceMs} ms: ${command.slice(0, 200)}`,
  );
  return { violations, childrenGoneMs: waitedMs };
}

/**
 * @param {import('./databaseSnapshot.mjs').DatabaseSnapshot | null} snapshot
 * @param {import('./ledger.mjs').Ledger} ledger
 * @returns {string[]}
 */
function storedViolations(snapshot, ledger) {
  const { messages, conversationIds, damage } = snapshot ?? { messages: [], conversationIds: [], damage: [] };
  const stored = new Set(conversationIds);
  const lost = [...ledger.conversationIds].filter((id) => !stored.has(id));
  return [
    ...damage,
    ...lost.map((id) => `The acknowledged conversation ${id} is lost.`),
    ...ledger.violations(messages),
    ...tornTurns(messages),
  ];
}
