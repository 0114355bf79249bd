import { desc, eq } from 'drizzle-orm';
import type { Download, DownloadSource } from '../../../preload/contract/downloads';
import { LoamError, type SerializedError } from '../../../preload/contract/errors';
import type { Database } from '../../storage/database';
import type { StoredDownloadFile } from '../../storage/fileFacts';
import { downloads } from '../../storage/schema';

/** A download as the database knows it. How much has arrived is told by the files. */
export interface StoredDownload {
  id: string;
  kind: Download['kind'];
  name: string;
  source: DownloadSource;
  files: StoredDownloadFile[];
  state: Download['state'];
  error: SerializedError | null;
  installedId: string | null;
  createdAt: number;
}

/** The list of downloads. */
export class DownloadRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Newest first. What damage has made unreadable is left out. */
  list(): StoredDownload[] {
    const rows = this.#database.read((orm) =>
      orm.select().from(downloads).orderBy(desc(downloads.createdAt), desc(downloads.id)).all(),
    );
    return rows.flatMap(readable);
  }

  find(id: string): StoredDownload | undefined {
    return this.#database
      .read((orm) => orm.select().from(downloads).where(eq(downloads.id, id)).all())
      .flatMap(readable)[0];
  }

  /** @throws LoamError download/not-found */
  require(id: string): StoredDownload {
    const found = this.find(id);
    if (found) return found;
    throw new LoamError('download/not-found', 'This download is not in the list any more. Start it anew.');
  }

  add(download: StoredDownload): void {
    this.#database.write((orm) => orm.insert(downloads).values(download).run());
  }

  update(
    id: string,
    changes: Partial<Pick<StoredDownload, 'files' | 'state' | 'error' | 'installedId'>>,
  ): void {
    this.#database.write((orm) => orm.update(downloads).set(changes).where(eq(downloads.id, id)).run());
  }

  remove(id: string): void {
    this.#database.write((orm) => orm.delete(downloads).where(eq(downloads.id, id)).run());
  }
}

function readable({ source, ...row }: typeof downloads.$inferSelect): StoredDownload[] {
  return source === null ? [] : [{ ...row, source }];
}
