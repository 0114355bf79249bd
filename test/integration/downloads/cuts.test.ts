import { expect, it } from 'vitest';
import { SeededRandom } from '../../helpers/seededRandom';
import { ggufLike, openDownloads, repositoryName, startHub } from './openDownloads';

const cuts = Number(process.env['LOAM_DOWNLOAD_CUTS'] ?? 200);
const seed = 20_260_901;

it(
  `after each of ${cuts} cuts the file is right, and 95 % of the bytes are sent only once`,
  { timeout: 600_000 },
  async () => {
    const random = new SeededRandom(seed);
    const hub = await startHub();
    const opened = await openDownloads(hub, { timing: { retryDelayMs: 1 } });
    const wasteful: string[] = [];
    for (let count = 0; count < cuts; count += 1) {
      const content = ggufLike(1_000_000 + random.below(2_000_000));
      const file = `cut-${count}.gguf`;
      hub.addRepository(repositoryName, { [file]: content });
      const afterBytes = random.below(content.length);
      hub.faults.push({ type: 'cut', afterBytes });
      const before = hub.servedBytes;
      const source = {
        type: 'repository' as const,
        repository: repositoryName,
        revision: 'main',
        files: [file],
      };
      const { id } = await opened.downloads.start({ kind: 'model', source });
      const { state } = await opened.downloads.settled(id);
      const isRight = opened.installed.at(-1)?.content.equals(content) === true;
      const share = (hub.servedBytes - before) / content.length;
      if (state !== 'done' || !isRight || share > 1.05) {
        wasteful.push(
          `cut ${count} after ${afterBytes} of ${content.length}: ${state}, ${share.toFixed(3)} of the bytes`,
        );
      }
      opened.installed.length = 0;
      hub.requests.length = 0;
    }
    expect(wasteful).toEqual([]);
  },
);
