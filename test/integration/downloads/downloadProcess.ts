import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../../main/clock';
import { createCoreEvents } from '../../../main/events';
import { silentLogger } from '../../../main/log/logger';
import { composeDownloads } from '../../../main/models/composeDownloads';
import type { FinishedDownload } from '../../../main/models/downloads/installer';
import { corePaths } from '../../../main/paths';
import { openDatabase } from '../../../main/storage/openDatabase';

// A process that downloads, for tests that end it or take its disk away: `HOME ENDPOINT [REPOSITORY FILE]`. With a file
// it starts that download, else it resumes the one that is there. Writes a line of JSON for each announcement.

const [home = '', hubEndpoint = '', repository, file = ''] = process.argv.slice(2);
const paths = corePaths(home, home);
const database = await openDatabase({
  file: paths.databaseFile,
  backupFolder: paths.backupFolder,
  clock: systemClock,
});
const events = createCoreEvents();
events.on('downloads.changed', (download) => process.stdout.write(`${JSON.stringify(download)}\n`));

function install({ folder, files, downloadId }: FinishedDownload): Promise<string> {
  const content = readFileSync(join(folder, files[0]?.name ?? ''));
  mkdirSync(join(home, 'installed'), { recursive: true });
  renameSync(folder, join(home, 'installed', downloadId));
  return Promise.resolve(createHash('sha256').update(content).digest('hex'));
}

const { downloads } = composeDownloads({
  paths,
  database,
  events,
  clock: systemClock,
  logger: silentLogger,
  installers: { model: install, adapter: install },
  hubEndpoint,
  machine: () => Promise.reject(new Error('Nobody asks for the machine here.')),
  installed: () => Promise.resolve([]),
  contextSize: () => 4096,
  measuredBytesPerSecond: () => Promise.resolve(null),
  spareBytes: 0,
  timing: { retryDelayMs: 10, announceEveryMs: 20 },
});
downloads.recover();
const found = downloads.list()[0];
if (found) process.stdout.write(`${JSON.stringify(found)}\n`);
const started =
  repository === undefined
    ? downloads.resume(found?.id ?? '')
    : await downloads.start({
        kind: 'model',
        source: { type: 'repository', repository, revision: 'main', files: [file] },
      });
await downloads.settled(started.id);
await downloads.dispose();
database.close();
