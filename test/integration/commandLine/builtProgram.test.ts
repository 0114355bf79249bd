import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectFolder } from '../../helpers/temporaryCore';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const program = join(projectFolder, 'out', 'main', 'cli.js');

/** Runs the built program as `npm start --` does, with the real starter model. */
async function run(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], {
    env: { ...process.env, LOAM_HOME: temporaryFolder() },
  });
  return stdout;
}

it('answers a question with the starter model, the same for the same seed', async () => {
  const words = [
    'ask',
    'What is the capital of France?',
    '--json',
    '--temperature',
    '0',
    '--max-tokens',
    '24',
  ];
  const [first, second] = [await run(...words), await run(...words)].map(
    (output) => JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>,
  );
  expect(first?.['text']).toContain('Paris');
  expect(first).toMatchObject({
    servedBy: 'local',
    model: expect.stringContaining('smollm2'),
    tokens: expect.any(Number),
    tokensPerSecond: expect.any(Number),
    timeToFirstTokenMs: expect.any(Number),
  });
  expect(second?.['text']).toBe(first?.['text']);
});

it('says what is wrong in words and exits with 1', async () => {
  await expect(run('ask', '')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no question'),
  });
});

it('Ctrl-C in a terminal stops the answer and keeps its words', async () => {
  const words = [
    'ask',
    'Tell me a very long story about a farmer, her dog and the river.',
    '--temperature',
    '0',
  ];
  // A process group of its own: a terminal sends Ctrl-C to all processes of the group, the worker too.
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, LOAM_HOME: temporaryFolder() },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => errors.push(data));
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await exited).toEqual([130, null]);
  expect(Buffer.concat(errors).toString()).toBe('');
});
