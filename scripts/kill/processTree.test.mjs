import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { descendantsOf, waitUntilGone } from './processTree.mjs';

it.skipIf(process.platform === 'win32')(
  'finds grandchildren, and sees them outlive their parent',
  async () => {
    const idle = 'setInterval(() => {}, 1000)';
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `require('child_process').spawn(process.execPath, ['-e', '${idle}']); process.stdout.write('x'); ${idle}`,
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    await once(parent.stdout, 'data');
    const children = descendantsOf(parent.pid ?? 0);
    expect(children).toHaveLength(1);

    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const orphaned = await waitUntilGone(children, 100);
    expect(orphaned.remaining).toEqual(children);

    process.kill(children[0]?.pid ?? 0, 'SIGKILL');
    expect((await waitUntilGone(children, 5_000)).remaining).toEqual([]);
  },
);
