import { execFile } from 'node:child_process';
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
