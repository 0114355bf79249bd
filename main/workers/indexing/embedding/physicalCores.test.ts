import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/helpers/temporaryFolder';
import { countLinuxCores, countPhysicalCores } from './physicalCores';

function describeCores(cores: readonly [processor: number, core: number][]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'cpufreq'));
  cores.forEach(([processor, core], index) => {
    const topology = join(folder, `cpu${index}`, 'topology');
    mkdirSync(topology, { recursive: true });
    writeFileSync(join(topology, 'physical_package_id'), `${processor}\n`);
    writeFileSync(join(topology, 'core_id'), `${core}\n`);
  });
  return folder;
}

it.each([
  [
    'two threads of the same core once',
    [
      [0, 0],
      [0, 1],
      [0, 0],
      [0, 1],
    ],
    2,
  ],
  [
    'cores of the same number in two processors twice',
    [
      [0, 0],
      [1, 0],
    ],
    2,
  ],
  [
    'cores without a second thread each',
    [
      [0, 0],
      [0, 1],
      [0, 2],
    ],
    3,
  ],
] as const)('counts %s', async (_what, cores, expected) => {
  expect(await countLinuxCores(describeCores(cores.map(([processor, core]) => [processor, core])))).toBe(
    expected,
  );
});

it('does not guess where the system does not tell', async () => {
  expect(await countLinuxCores(join(temporaryFolder(), 'missing'))).toBeNull();
  expect(await countLinuxCores(temporaryFolder())).toBeNull();
});

it('counts at least one core here, and no more than there are threads', async () => {
  const cores = await countPhysicalCores();
  expect(cores).toBeGreaterThanOrEqual(1);
  expect(cores).toBeLessThanOrEqual(availableParallelism());
});
