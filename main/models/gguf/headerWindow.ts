import type { FileHandle } from 'node:fs/promises';
import { byteCount } from './displayText';
import { HeaderFault } from './headerFault';

const windowBytes = 2 ** 20;
/** Far above the largest header known, which is 40 MB, and readable in a second. */
const maxHeaderBytes = 512 * 2 ** 20;

export interface WindowLimits {
  /** The window gives up, by `performance.now()`, once this time has come. */
  deadlineMs: number;
  /** As the reason names it, such as "5 seconds". */
  deadlineText: string;
}

/**
 * A file's beginning, read forwards in pieces of 1 MB. `need` and `text` read from the disk, and let the event loop have
 * its turn; the rest takes what `need` has made available. A header that does not end in time, in the file, or within
 * 512 MB throws a HeaderFault.
 */
export class HeaderWindow {
  readonly fileBytes: number;
  /** Where in the header the reader is, for the reason of a fault: "in its entry 3 of 31". */
  place = '';
  readonly #file: FileHandle;
  readonly #limits: WindowLimits;
  readonly #buffer: Buffer<ArrayBuffer>;
  readonly #view: DataView;
  /** Where the buffer's first byte lies in the file. */
  #start = 0;
  #position = 0;
  #end = 0;

  constructor(file: FileHandle, fileBytes: number, limits: WindowLimits) {
    this.#file = file;
    this.fileBytes = fileBytes;
    this.#limits = limits;
    this.#buffer = Buffer.allocUnsafe(Math.min(windowBytes, fileBytes));
    this.#view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, this.#buffer.byteLength);
  }

  /** From the beginning of the file. */
  get offset(): number {
    return this.#start + this.#position;
  }

  get remainingBytes(): number {
    return this.fileBytes - this.offset;
  }

  /** How much can be taken without reading. */
  get availableBytes(): number {
    return this.#end - this.#position;
  }

  /** Makes so many bytes available, 1 MB at most. */
  async need(bytes: number): Promise<void> {
    if (bytes <= this.availableBytes) return;
    if (bytes > this.remainingBytes) throw this.#cutOff();
    this.#start = this.offset;
    this.#position = 0;
    this.#end = 0;
    if (this.#start + bytes > maxHeaderBytes) {
      throw new HeaderFault(`its header takes more than ${byteCount(maxHeaderBytes)}`);
    }
    this.#end = await this.#fill(this.#buffer, bytes);
  }

  /** Of any length; the caller bounds it. */
  async text(bytes: number): Promise<string> {
    if (bytes <= this.#buffer.length) {
      await this.need(bytes);
      const text = this.#buffer.toString('utf8', this.#position, this.#position + bytes);
      this.#position += bytes;
      return text;
    }
    if (bytes > this.remainingBytes) throw this.#cutOff();
    this.#start = this.offset;
    this.#position = 0;
    this.#end = 0;
    const long = Buffer.allocUnsafe(bytes);
    await this.#fill(long, bytes);
    this.#start += bytes;
    return long.toString('utf8');
  }

  /** Passes over bytes, of which as many as `need` was told are available or not. */
  skip(bytes: number): void {
    if (bytes > this.remainingBytes) throw this.#cutOff();
    if (bytes <= this.availableBytes) {
      this.#position += bytes;
      return;
    }
    this.#start = this.offset + bytes;
    this.#position = 0;
    this.#end = 0;
  }

  /** The bytes from here on, as far as they are available; the window's own, valid until it reads on. */
  peek(bytes: number): Buffer {
    return this.#buffer.subarray(this.#position, Math.min(this.#position + bytes, this.#end));
  }

  /** Shows the bytes from here on, which stay the window's own, and passes over them. */
  show(bytes: number, look: (buffer: Buffer, start: number, end: number) => void): void {
    const start = this.#advance(bytes);
    look(this.#buffer, start, start + bytes);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  int8(): number {
    return this.#view.getInt8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int16(): number {
    return this.#view.getInt16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  float32(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  int64(): bigint {
    return this.#view.getBigInt64(this.#advance(8), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** An unsigned 64-bit integer; beyond 2^53 it is rounded, which is beyond every limit anyway. */
  count(): number {
    const position = this.#advance(8);
    return this.#view.getUint32(position, true) + this.#view.getUint32(position + 4, true) * 2 ** 32;
  }

  #advance(bytes: number): number {
    const position = this.#position;
    this.#position += bytes;
    return position;
  }

  /** Reads from the window's start on until the buffer is full or the file at its end, `bytes` at least. */
  async #fill(buffer: Buffer, bytes: number): Promise<number> {
    let filled = 0;
    while (filled < bytes) {
      if (performance.now() >= this.#limits.deadlineMs) {
        throw new HeaderFault(`its header could not be read within ${this.#limits.deadlineText}`);
      }
      const { bytesRead } = await this.#file.read(
        buffer,
        filled,
        buffer.length - filled,
        this.#start + filled,
      );
      if (bytesRead === 0) throw new HeaderFault('it became shorter while it was read');
      filled += bytesRead;
    }
    return filled;
  }

  #cutOff(): HeaderFault {
    return new HeaderFault(`it is cut off: it ends ${this.place || 'within its header'}`);
  }
}
