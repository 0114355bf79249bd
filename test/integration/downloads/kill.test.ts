import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../helpers/loopbackHub';
import { SeededRandom } from '../../helpers/seededRandom';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { fileName, hubWithModel, repositoryName, whenAnnounced } from './openDownloads';
import { spawnDownload } from './spawnDownload';

const kills = 3;
const seed = 7;

it(
  'after kill -9 in the middle the download goes on with every byte that was stored',
  { timeout: 120_000 },
  async () => {
    const { hub, content } = await hubWithModel(32_000_000);
    // As slow as a fast network, so that little is under way when the process ends.
    hub.paceMs = 2;
    const random = new SeededRandom(seed);
    const home = temporaryFolder();
    const storedBytes: number[] = [];
    for (let count = 0; count < kills; count += 1) {
      const start = count === 0 ? [repositoryName, fileName] : [];
      const { child, announced, exited } = spawnDownload([home, hub.endpoint, ...start]);
      const target = (storedBytes.at(-1) ?? 0) + 4_000_000 + random.below(4_000_000);
      const { id } = await whenAnnounced(
        { announced },
        ({ state, receivedBytes }) => state === 'downloading' && receivedBytes >= target,
      );
      child.kill('SIGKILL');
      expect(await exited).toBeNull();
      storedBytes.push(statSync(join(home, 'downloads', id, 'files', `${fileName}.part`)).size);
    }
    const { announced, exited } = spawnDownload([home, hub.endpoint]);
    expect(await exited).toBe(0);
    expect(announced[0]).toMatchObject({ state: 'paused', error: { code: 'download/interrupted' } });
    expect(announced[0]?.receivedBytes).toBe(storedBytes.at(-1));
    expect(announced.at(-1)).toMatchObject({ state: 'done', installedId: sha256(content) });
    const ranges = hub.requests.filter(({ server }) => server === 'cdn').map(({ headers }) => headers.range);
    expect(ranges).toEqual([undefined, ...storedBytes.map((bytes) => `bytes=${bytes}-`)]);
    // What was under way when the process ended is sent again: not even a twentieth of the file for each time.
    expect(hub.servedBytes).toBeLessThanOrEqual(content.length * (1 + kills / 20));
  },
);
