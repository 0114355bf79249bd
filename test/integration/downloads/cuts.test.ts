import { expect, it } from 'vitest';
import { SeededRandom } from '../../helpers/seededRandom';
import { ggufLike, openDownloads, repositoryName, startHub } from './openDownloads';

/** More in a run by hand: LOAM_DOWNLOAD_CUTS=1000. */
const cuts = Number(process.env['LOAM_DOWNLOAD_CUTS'] ?? 200);
const seed = 20_260_901;
/** What Node's fetch itself may hold of an answer when its connection breaks, which is lost with it. */
const heldByFetchBytes = 160 * 1024;

it(
  `after each of ${cuts} cuts the file is right, and 95 % of the bytes are sent only once`,
  { timeout: 600_000 },
  async () => {
    const random = new SeededRandom(seed);
    const hub = await startHub();
    const opened = await openDownloads(hub, { timing: { retryDelayMs: 1 } });
    const wrong: string[] = [];
    const totals = { content: 0, served: 0, mostTwice: 0 };
    for (let count = 0; count < cuts; count += 1) {
      const content = ggufLike(1_000_000 + random.below(2_000_000));
      const file = `cut-${count}.gguf`;
      hub.addRepository(repositoryName, { [file]: content });
      const afterBytes = random.below(content.length);
      hub.faults.push({ type: 'cut', afterBytes });
      const source = {
        type: 'repository' as const,
        repository: repositoryName,
        revision: 'main',
        files: [file],
      };
      const { id } = await opened.downloads.start({ kind: 'model', source });
      const { state, error } = await opened.downloads.settled(id);
      if (state !== 'done' || opened.installed.at(-1)?.content.equals(content) !== true) {
        wrong.push(`cut ${count} after ${afterBytes} of ${content.length}: ${state} ${error?.message ?? ''}`);
      }
      totals.content += content.length;
      totals.served += hub.servedBytes;
      totals.mostTwice = Math.max(totals.mostTwice, hub.servedBytes - content.length);
      opened.installed.length = 0;
      hub.requests.length = 0;
    }
    expect(wrong).toEqual([]);
    expect(totals.served / totals.content).toBeLessThanOrEqual(1.05);
    expect(totals.mostTwice).toBeLessThanOrEqual(heldByFetchBytes);
  },
);
