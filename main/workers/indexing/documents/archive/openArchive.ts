import { crc32 } from 'node:zlib';
import { fromFdPromise, getFileNameLowLevel, validateFileName, type Entry, type ZipFile } from 'yauzl';
import { documentEncrypted, documentHostile, documentMalformed, documentTooLarge } from '../documentErrors';
import type { DocumentLimits } from '../documentLimits';
import type { ReaderInput } from '../documentReader';

/** No document needs longer ones, and all names are held in memory. */
const longestEntryName = 1024;
const mostDirectoryBytes = 16 * 1024 * 1024;

/** A zip archive whose directory was looked through. Nothing of it is ever written to the disk. */
export interface Archive {
  /** Of the archive itself, as people read it. */
  readonly fileName: string;
  has(name: string): boolean;
  /** All names, in the order of the directory. */
  readonly names: readonly string[];
  /**
   * The content of an entry as it is inflated, counted and checked against its checksum. At most one at a time.
   * @throws LoamError document/malformed, document/hostile, document/too-large
   */
  read(name: string): AsyncGenerator<Uint8Array>;
}

/**
 * Looks through the directory of a zip archive.
 * @throws LoamError document/malformed, document/hostile, document/encrypted
 */
export async function openArchive(input: ReaderInput): Promise<Archive> {
  const { file, limits } = input;
  const entries = new Map<string, Entry>();
  let directoryBytes = 0;
  const zip = await openZip(input);
  if (zip.entryCount > limits.archiveEntries) throw tooManyParts(file.name);
  for await (const entry of zip.eachEntry()) {
    directoryBytes += entry.fileNameRaw.length + entry.extraFieldRaw.length + entry.fileCommentRaw.length;
    if (directoryBytes > mostDirectoryBytes || entries.size >= limits.archiveEntries) {
      throw tooManyParts(file.name);
    }
    const name = checkedName(entry, file.name);
    if (entries.has(name)) throw documentHostile(file.name, 'two of its parts have the same name');
    if (entry.isEncrypted()) throw documentEncrypted(file.name);
    if (unfoldsTooFar(entry.uncompressedSize, entry, limits)) throw bomb(file.name);
    entries.set(name, entry);
  }
  return new CountedArchive(input, zip, entries);
}

async function openZip({ file }: ReaderInput): Promise<ZipFile> {
  // Names and sizes are checked here, where what is wrong can be told apart.
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
  return fromFdPromise(file.descriptor, options).catch((error: unknown) => {
    throw documentMalformed(file.name, 'its end is missing', error);
  });
}

function checkedName(entry: Entry, fileName: string): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  if (name.length > longestEntryName || name.includes('\0') || validateFileName(name) !== null) {
    throw documentHostile(fileName, 'the name of one of its parts leads out of it');
  }
  return name;
}

function tooManyParts(fileName: string): Error {
  return documentHostile(fileName, 'it holds far more parts than any document needs');
}

function unfoldsTooFar(bytes: number, entry: Entry, limits: DocumentLimits): boolean {
  return bytes > limits.archiveRatioFromBytes && bytes > entry.compressedSize * limits.archiveRatio;
}

function bomb(fileName: string): Error {
  return documentHostile(fileName, 'a few bytes of it unfold into many megabytes');
}

class CountedArchive implements Archive {
  readonly fileName: string;
  readonly names: readonly string[];
  readonly #input: ReaderInput;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  #inflatedBytes = 0;

  constructor(input: ReaderInput, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.fileName = input.file.name;
    this.#input = input;
    this.#zip = zip;
    this.#entries = entries;
    this.names = [...entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(name);
    if (!entry) throw documentMalformed(this.fileName, 'one of its parts is missing');
    let bytes = 0;
    let checksum = 0;
    const stream = await this.#zip.openReadStreamPromise(entry);
    // A zip stream is a stream of buffers.
    for await (const piece of stream as AsyncIterable<Buffer>) {
      bytes += piece.length;
      checksum = crc32(piece, checksum);
      this.#count(piece.length, bytes, entry);
      this.#input.onProgress();
      yield piece;
    }
    if (bytes !== entry.uncompressedSize || checksum !== entry.crc32) {
      throw documentMalformed(this.fileName, 'one of its parts does not match its checksum');
    }
  }

  #count(pieceBytes: number, entryBytes: number, entry: Entry): void {
    const { file, limits } = this.#input;
    this.#inflatedBytes += pieceBytes;
    if (entryBytes > entry.uncompressedSize) {
      throw documentHostile(file.name, 'one of its parts is larger than it says');
    }
    if (
      entryBytes > limits.archiveRatioFromBytes &&
      entryBytes > entry.compressedSize * limits.archiveRatio
    ) {
      throw documentHostile(file.name, 'a few bytes of it unfold into many megabytes');
    }
    if (this.#inflatedBytes > limits.archiveBytes) {
      const most = Math.round(limits.archiveBytes / 1024 ** 2);
      throw documentTooLarge(file.name, `unpacked it is more than ${most} MB. Split it into parts.`);
    }
  }
}
