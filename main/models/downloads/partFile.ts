import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../../files/syncFolder';
import { LoamError } from '../../../preload/contract/errors';
import { fileFailure } from './transferFailures';

const metadataSchema = z.object({
  url: z.string(),
  /** The server's entity tag or time of change, which tells whether it still has the same file. */
  validator: z.string().nullable(),
  totalBytes: z.number().nullable(),
  sha256: z.string().nullable(),
  /** So many bytes were on the disk when this was written; a power loss may have cost what came after. */
  syncedBytes: z.number(),
});
type PartMetadata = z.infer<typeof metadataSchema>;

/** What a part is a part of. */
export interface PartIdentity {
  url: string;
  /** Null where nobody vouches for the bytes. */
  sha256: string | null;
}

const readBytes = 1024 * 1024;
/** Bytes that a power loss may cost. A killed process costs none: the system still has them. */
const syncEveryBytes = 8 * 1024 * 1024;
const breathingBytes = 256 * 1024;

/** Where the bytes of an unfinished file are, by the path it will have. */
export function partPaths(path: string): { part: string; metadata: string } {
  return { part: `${path}.part`, metadata: `${path}.part.json` };
}

/**
 * The beginning of a file that is arriving, in `NAME.part` with `NAME.part.json` beside it. Its sha256 grows with it,
 * so that no second reading is needed at the end. Whoever opens it closes it.
 */
export class PartFile {
  readonly #path: string;
  readonly #name: string;
  readonly #handle: FileHandle;
  readonly #identity: PartIdentity;
  #hash: Hash = createHash('sha256');
  #length = 0;
  #syncedBytes = 0;
  /** Bytes that an earlier process left, and how many of them it had seen on the disk. */
  #inherited = { bytes: 0, syncedBytes: 0 };
  #validator: string | null = null;
  #totalBytes: number | null = null;

  private constructor(path: string, name: string, handle: FileHandle, identity: PartIdentity) {
    this.#path = path;
    this.#name = name;
    this.#handle = handle;
    this.#identity = identity;
  }

  /**
   * Opens what is there of the file, or begins it. What belongs to another file is thrown away.
   *
   * @param path where the finished file will be; its folder exists
   * @throws LoamError download/disk-full, storage/unwritable
   */
  static async open(
    path: string,
    name: string,
    identity: PartIdentity,
    signal: AbortSignal,
  ): Promise<PartFile> {
    // A link in the place of the part would let it be written anywhere. Windows has no such flag.
    const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
    const flags = constants.O_RDWR | constants.O_CREAT | noFollow;
    const part = await explained(name, async () => {
      const handle = await open(partPaths(path).part, flags, 0o600);
      return new PartFile(path, name, handle, identity);
    });
    try {
      await explained(name, () => part.#takeUp(signal));
    } catch (error) {
      await part.#handle.close();
      throw error;
    }
    return part;
  }

  get length(): number {
    return this.#length;
  }

  get validator(): string | null {
    return this.#validator;
  }

  get totalBytes(): number | null {
    return this.#totalBytes;
  }

  /** Whether the rest can be fetched so that a change on the server does not go unnoticed. */
  get canGoOn(): boolean {
    return this.#identity.sha256 !== null || this.#validator !== null;
  }

  /** Remembers what the server said about the file. */
  async describe(server: { validator: string | null; totalBytes: number | null }): Promise<void> {
    this.#validator = server.validator;
    this.#totalBytes = server.totalBytes;
    await explained(this.#name, () => this.#writeMetadata());
  }

  /** @throws LoamError download/disk-full, storage/unwritable; all but the very end of what was written stays */
  async append(piece: Uint8Array): Promise<void> {
    try {
      await explained(this.#name, () => this.#write(piece));
    } catch (error) {
      if (error instanceof LoamError && error.code === 'download/disk-full') await this.#makeRoom();
      throw error;
    }
  }

  async #write(piece: Uint8Array): Promise<void> {
    for (let offset = 0; offset < piece.length;) {
      const { bytesWritten } = await this.#handle.write(piece, offset, piece.length - offset, this.#length);
      this.#hash.update(piece.subarray(offset, offset + bytesWritten));
      this.#length += bytesWritten;
      offset += bytesWritten;
    }
    if (this.#length - this.#syncedBytes >= syncEveryBytes) await this.#sync();
  }

  /** Gives a little of a full disk back, so that the state of the download and the user's chats can be stored. */
  async #makeRoom(): Promise<void> {
    this.#length = Math.max(0, this.#length - breathingBytes);
    this.#syncedBytes = Math.min(this.#syncedBytes, this.#length);
    await this.#handle.truncate(this.#length);
  }

  /** Throws away what is there. */
  async restart(): Promise<void> {
    await explained(this.#name, async () => {
      await this.#handle.truncate(0);
      this.#hash = createHash('sha256');
      this.#length = 0;
      this.#syncedBytes = 0;
      this.#inherited = { bytes: 0, syncedBytes: 0 };
      this.#validator = null;
      this.#totalBytes = null;
      await this.#writeMetadata();
    });
  }

  /**
   * Throws away what may be wrong when the whole turned out wrong: of bytes from an earlier process those that it had
   * not seen on the disk, for a power loss may have cost them, and the second time all. False when there are none.
   */
  async rewind(signal: AbortSignal): Promise<boolean> {
    const { bytes, syncedBytes } = this.#inherited;
    if (bytes === 0) return false;
    const keptBytes = syncedBytes < bytes ? syncedBytes : 0;
    await explained(this.#name, async () => {
      await this.#handle.truncate(keptBytes);
      this.#inherited = { bytes: keptBytes, syncedBytes: keptBytes };
      await this.#readBack(signal);
      await this.#sync();
    });
    return true;
  }

  /** Of what is there now. */
  sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Gives the finished file its name, when its bytes are on the disk. Closes it. */
  async adopt(): Promise<void> {
    await explained(this.#name, async () => {
      await this.#handle.sync();
      await this.#handle.close();
      const { part, metadata } = partPaths(this.#path);
      await rename(part, this.#path);
      await syncFolder(dirname(this.#path));
      await rm(metadata, { force: true });
    });
  }

  /** Deletes it. Closes it. */
  async discard(): Promise<void> {
    await this.#handle.close();
    const { part, metadata } = partPaths(this.#path);
    await rm(part, { force: true });
    await rm(metadata, { force: true });
  }

  /** Keeps it for later. Calling it after `adopt` or `discard` does nothing. */
  async close(): Promise<void> {
    if (this.#handle.fd < 0) return;
    try {
      await this.#sync();
    } catch {
      // On a full or failing disk. The system still has the bytes, and only a power loss could cost them.
    }
    await this.#handle.close();
  }

  /** Only the file's length is trusted, which survives the end of the process; the sha256 is found out by reading. */
  async #takeUp(signal: AbortSignal): Promise<void> {
    const { size } = await this.#handle.stat();
    const metadata = await readMetadata(partPaths(this.#path).metadata);
    if (size === 0 || !this.#isOurs(metadata)) {
      await this.#handle.truncate(0);
      return;
    }
    this.#validator = metadata?.validator ?? null;
    this.#totalBytes = metadata?.totalBytes ?? null;
    this.#syncedBytes = Math.min(size, metadata?.syncedBytes ?? 0);
    this.#inherited = { bytes: size, syncedBytes: this.#syncedBytes };
    await this.#readBack(signal);
  }

  /** Finds out length and sha256 of what is there. */
  async #readBack(signal: AbortSignal): Promise<void> {
    this.#hash = createHash('sha256');
    this.#length = 0;
    const buffer = Buffer.allocUnsafe(readBytes);
    for (let bytesRead = -1; bytesRead !== 0;) {
      signal.throwIfAborted();
      ({ bytesRead } = await this.#handle.read(buffer, 0, readBytes, this.#length));
      this.#hash.update(buffer.subarray(0, bytesRead));
      this.#length += bytesRead;
    }
  }

  /** Without a description the bytes can only be trusted where their sha256 will be compared. */
  #isOurs(metadata: PartMetadata | null): boolean {
    const { url, sha256 } = this.#identity;
    if (metadata === null) return sha256 !== null;
    return metadata.sha256 === sha256 && (sha256 !== null || metadata.url === url);
  }

  async #sync(): Promise<void> {
    await this.#handle.datasync();
    this.#syncedBytes = this.#length;
    await this.#writeMetadata();
  }

  async #writeMetadata(): Promise<void> {
    const { metadata: path } = partPaths(this.#path);
    const metadata: PartMetadata = {
      ...this.#identity,
      validator: this.#validator,
      totalBytes: this.#totalBytes,
      syncedBytes: this.#syncedBytes,
    };
    const newPath = `${path}.new`;
    try {
      const file = await open(newPath, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify(metadata));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(newPath, path);
    } catch (error) {
      await rm(newPath, { force: true });
      throw error;
    }
  }
}

/** Null when there is none that can be understood. */
async function readMetadata(path: string): Promise<PartMetadata | null> {
  try {
    return metadataSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Lost or damaged: the bytes themselves are checked in the end.
    return null;
  }
}

async function explained<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw fileFailure(error, name);
  }
}
