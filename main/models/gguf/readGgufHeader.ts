import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { byteCount, grouped } from './displayText';
import { recognizableBytes, recognizeForeignFile } from './foreignFormats';
import type { GgufHeader, GgufVerdict } from './ggufHeader';
import { HeaderFault } from './headerFault';
import { HeaderWindow, type WindowLimits } from './headerWindow';
import { readMetadata, type Metadata } from './readMetadata';
import { checkLayout, readTensors } from './readTensors';

const defaultTimeoutMs = 4_500;
const magic = 'GGUF';
const startBytes = 24;
/** Real models have some dozens of entries and some thousands of tensors. */
const maxEntries = 4_096;
const maxTensors = 65_536;
/** The least that one entry (name, type, value) and one tensor's description can take. */
const smallestEntryBytes = 14;
const smallestTensorBytes = 25;
const defaultAlignment = 32;
const minAlignment = 8;
const maxAlignment = 2 ** 20;
const alignmentKey = 'general.alignment';
/** Not on every system. Without it, opening a pipe would wait for somebody to write into it. */
const withoutWaiting = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;

/**
 * Reads what a GGUF file says about itself and checks every number of it against the file, so that no other reader gets a
 * file that it would hang or fall over. Whether it makes sense as a model is for `checkModelHeader`.
 *
 * The tensors are never read; memory and time are bounded, and the event loop has its turn after each megabyte.
 *
 * @param options.timeoutMs For the whole of it; default 4.5 seconds, after which the file is refused.
 * @throws the file system's error when the file cannot be opened or read
 */
export async function readGgufHeader(
  path: string,
  { timeoutMs = defaultTimeoutMs }: { timeoutMs?: number } = {},
): Promise<GgufVerdict> {
  const limits = {
    deadlineMs: performance.now() + timeoutMs,
    deadlineText: `${timeoutMs / 1000} seconds`,
  };
  let timeout: NodeJS.Timeout | undefined;
  // A disk that does not answer holds the reading up, but not the verdict.
  const tooSlow = new Promise<GgufVerdict>((resolve) => {
    const reason = `its header could not be read within ${limits.deadlineText}`;
    timeout = setTimeout(() => resolve({ isValid: false, reason }), timeoutMs);
  });
  try {
    return await Promise.race([readFile(path, limits), tooSlow]);
  } finally {
    clearTimeout(timeout);
  }
}

async function readFile(path: string, limits: WindowLimits): Promise<GgufVerdict> {
  const file = await open(path, constants.O_RDONLY | withoutWaiting);
  try {
    return { isValid: true, header: await readHeader(file, limits) };
  } catch (error) {
    if (error instanceof HeaderFault) return { isValid: false, reason: error.message };
    throw error;
  } finally {
    await file.close();
  }
}

async function readHeader(file: FileHandle, limits: WindowLimits): Promise<GgufHeader> {
  const found = await file.stat();
  if (found.isDirectory()) throw new HeaderFault('it is a folder');
  if (!found.isFile()) throw new HeaderFault('it is a device or a pipe, not a file');
  const window = new HeaderWindow(file, found.size, limits);
  await checkMagic(window);
  const { version, tensorCount, entryCount } = await readStart(window);
  const metadata = await readMetadata(window, entryCount);
  const alignment = alignmentOf(metadata);
  const tensors = await readTensors(window, tensorCount);
  const dataOffset = Math.ceil(window.offset / alignment) * alignment;
  checkLayout(tensors, { alignment, dataOffset, fileBytes: window.fileBytes });
  return {
    version,
    metadata: metadata.values,
    valueTypes: metadata.types,
    vocabulary: metadata.vocabulary,
    tensors,
    alignment,
    dataOffset,
    fileBytes: window.fileBytes,
  };
}

/** Leaves the window where it was. */
async function checkMagic(window: HeaderWindow): Promise<void> {
  const bytes = Math.min(recognizableBytes, window.fileBytes);
  await window.need(bytes);
  const beginning = window.peek(bytes);
  if (beginning.toString('latin1', 0, magic.length) === magic) return;
  throw new HeaderFault(recognizeForeignFile(beginning, window.fileBytes) ?? 'it is not a GGUF file');
}

async function readStart(
  window: HeaderWindow,
): Promise<{ version: number; tensorCount: number; entryCount: number }> {
  if (window.fileBytes < startBytes) {
    throw new HeaderFault(`it is cut off: it has only ${byteCount(window.fileBytes)}`);
  }
  await window.need(startBytes);
  window.skip(magic.length);
  const version = window.uint32();
  checkVersion(version);
  const tensorCount = window.count();
  const entryCount = window.count();
  checkPromise(window, entryCount, { what: 'entries', max: maxEntries, smallestBytes: smallestEntryBytes });
  checkPromise(window, tensorCount, { what: 'tensors', max: maxTensors, smallestBytes: smallestTensorBytes });
  return { version, tensorCount, entryCount };
}

function checkVersion(version: number): void {
  if (version === 2 || version === 3) return;
  if (version !== 0 && (version & 0xffff) === 0) {
    throw new HeaderFault('it is written for machines with the reverse order of bytes (big-endian)');
  }
  if (version === 1) throw new HeaderFault('it is GGUF of version 1, which is too old: get the model again');
  throw new HeaderFault(`it is GGUF of version ${grouped(version)}, where 2 and 3 can be read`);
}

function checkPromise(
  { fileBytes }: HeaderWindow,
  count: number,
  { what, max, smallestBytes }: { what: string; max: number; smallestBytes: number },
): void {
  const promise = `it promises ${grouped(count)} ${what}`;
  if (count * smallestBytes > fileBytes - startBytes) {
    throw new HeaderFault(`${promise}, which its ${byteCount(fileBytes)} cannot hold`);
  }
  if (count > max) throw new HeaderFault(`${promise}, where ${grouped(max)} are the most that are read`);
}

function alignmentOf({ values, types }: Metadata): number {
  const alignment = values.get(alignmentKey) ?? defaultAlignment;
  const isUsable =
    typeof alignment === 'number' &&
    (types.get(alignmentKey) ?? 'uint32') === 'uint32' &&
    alignment >= minAlignment &&
    alignment <= maxAlignment &&
    Number.isInteger(Math.log2(alignment));
  if (isUsable) return alignment;
  const given =
    typeof alignment === 'number'
      ? `a ${types.get(alignmentKey) ?? ''} of ${grouped(alignment)}`
      : 'no number';
  throw new HeaderFault(`its alignment is ${given}, where a power of two from 8 to 1,048,576 is right`);
}
