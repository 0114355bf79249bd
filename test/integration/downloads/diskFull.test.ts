import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileName, hubWithModel, openDownloads, repositoryName, whenAnnounced } from './openDownloads';
import { sha256 } from '../../helpers/loopbackHub';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { spawnDownload } from './spawnDownload';

/** A disk of that size in memory, or null where this user or container may not have one. */
function smallDisk(bytes: number): string | null {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

describe('a disk without room', () => {
  it('is noticed before anything is fetched, with the numbers and the next step', async () => {
    const { hub, source } = await hubWithModel();
    const { downloads } = await openDownloads(hub, { spareBytes: 4e18 });
    const { id } = await downloads.start({ kind: 'model', source });
    const failed = await downloads.settled(id);
    expect(failed).toMatchObject({
      state: 'failed',
      receivedBytes: 0,
      error: { code: 'download/disk-full', retryable: true },
    });
    expect(failed.error?.message).toMatch(
      /^Model-1B-Q4_K_M needs 1\.0 MB more, and [\d.]+ [MG]B are free on the disk, of which \d+\.0 GB stay free for everything else\. Free some space, then resume the download\.$/,
    );
    expect(hub.servedBytes).toBe(0);
  });

  it('counts what other downloads still take', { timeout: 60_000 }, async ({ skip }) => {
    const disk = smallDisk(4_000_000);
    if (disk === null) {
      skip('No small disk can be mounted here.');
      return;
    }
    const { hub, source, plainSource } = await hubWithModel(2_000_000);
    hub.faults.push({ type: 'hold', afterBytes: 100_000 });
    const opened = await openDownloads(hub, { home: disk });
    await opened.downloads.start({ kind: 'model', source });
    await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes > 90_000);
    const { id } = await opened.downloads.start({ kind: 'model', source: plainSource });
    const failed = await opened.downloads.settled(id);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'download/disk-full' } });
    expect(failed.error?.message).toContain('Other downloads still take 1.9 MB of it.');
  });
});

describe('a disk that becomes full in the middle', () => {
  it(
    'leaves the part, says so, and lets it go on when there is room',
    { timeout: 60_000 },
    async ({ skip }) => {
      const disk = smallDisk(8_000_000);
      if (disk === null) {
        skip('No small disk can be mounted here; the limit of a file’s size below stands in.');
        return;
      }
      const { hub, content } = await hubWithModel(3_000_000);
      hub.faults.push({ type: 'hold', afterBytes: 1_500_000 });
      const opened = await openDownloads(hub, { home: disk });
      const { id } = await opened.downloads.start({
        kind: 'model',
        source: { type: 'repository', repository: repositoryName, revision: 'main', files: [fileName] },
      });
      await whenAnnounced(opened, ({ receivedBytes }) => receivedBytes > 1_400_000);
      // Another program takes all that is left.
      const filler = join(disk, 'filler');
      expect(() => writeFileSync(filler, Buffer.alloc(8_000_000, 1))).toThrow(/ENOSPC/);
      hub.release();
      const failed = await opened.downloads.settled(id);
      expect(failed).toMatchObject({
        state: 'failed',
        error: { code: 'download/disk-full', retryable: true },
      });
      expect(failed.error?.message).toMatch(
        /could not be stored: the disk became full\. Free some space, then resume the download\./,
      );
      expect(failed.receivedBytes).toBeGreaterThan(1_000_000);
      rmSync(filler);
      opened.downloads.resume(id);
      expect(await opened.downloads.settled(id)).toMatchObject({ state: 'done', error: null });
      expect(opened.installed[0]?.content.equals(content)).toBe(true);
    },
  );

  it(
    'for a single file counts too: the system refuses more bytes, and takes them after',
    { timeout: 60_000 },
    async () => {
      const { hub, content } = await hubWithModel(6_000_000);
      const home = temporaryFolder();
      // In blocks of 512 bytes: 4 MB for a file, as a disk with an old file system has its limit.
      const limited = spawnDownload(
        [home, hub.endpoint, repositoryName, fileName],
        'ulimit -f 8000; exec "$@"',
      );
      expect(await limited.exited).toBe(0);
      const failed = limited.announced.at(-1);
      expect(failed).toMatchObject({
        state: 'failed',
        error: { code: 'download/disk-full', retryable: true },
      });
      expect(failed?.error?.message).toContain('its disk cannot hold a file as large as this');
      expect(failed?.receivedBytes).toBeGreaterThan(3_500_000);
      const free = spawnDownload([home, hub.endpoint]);
      expect(await free.exited).toBe(0);
      expect(free.announced.at(-1)).toMatchObject({ state: 'done', installedId: sha256(content) });
    },
  );
});
