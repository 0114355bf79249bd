import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { quoted } from '../../models/gguf/displayText';

/** The types of numbers that adapters are stored in here, with their bytes. */
const bytesByType = { F32: 4, F16: 2, BF16: 2 } as const;
export type SafetensorsType = keyof typeof bytesByType;

export interface SafetensorsTensor {
  name: string;
  type: SafetensorsType;
  /** Elements, the length of a row last. */
  shape: readonly number[];
  /** In bytes, from the beginning of the file. */
  offset: number;
  bytes: number;
}

/** `reason` is a clause for people. */
export type SafetensorsVerdict =
  { isValid: true; tensors: readonly SafetensorsTensor[] } | { isValid: false; reason: string };

const lengthBytes = 8;
/** Adapters of the largest models stay far below both; the format's own limit of 100 MB would block for seconds. */
const longestHeaderBytes = 8 * 1024 * 1024;
const mostTensors = 65_536;
const mostDimensions = 4;
const pieceBytes = 1024 * 1024;

const countSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const tensorSchema = z.object({
  dtype: z.string(),
  // Counted first: a header has room for a shape of millions.
  shape: z
    .custom<unknown[]>((value) => Array.isArray(value) && value.length <= mostDimensions)
    .pipe(z.array(countSchema)),
  data_offsets: z
    .custom<unknown[]>((value) => Array.isArray(value) && value.length === 2)
    .pipe(z.tuple([countSchema, countSchema])),
});

/** Checks and reads the header of a safetensors file. Its work is bounded by a few megabytes whatever the file says. */
export async function readSafetensors(file: FileHandle): Promise<SafetensorsVerdict> {
  const { size } = await file.stat();
  if (size < lengthBytes) return refused('it is too short for a safetensors file');
  const headerBytes = (await readExactly(file, 0, lengthBytes)).readBigUInt64LE();
  if (headerBytes > BigInt(size - lengthBytes)) {
    return refused('its header claims to be longer than the file, so it is damaged or no safetensors file');
  }
  if (headerBytes > BigInt(longestHeaderBytes)) return refused('its header is too long for an adapter');
  const header = await readExactly(file, lengthBytes, Number(headerBytes));
  const entries = parseEntries(header);
  if (entries === null) return refused('its header is not readable');
  if (entries.length > mostTensors) return refused('it has too many tensors for an adapter');
  return checkTensors(entries, lengthBytes + Number(headerBytes), size);
}

/** The whole data of one tensor. */
export function readTensor(file: FileHandle, { offset, bytes }: SafetensorsTensor): Promise<Buffer> {
  return readExactly(file, offset, bytes);
}

/** The data of one tensor in pieces of whole numbers. A piece stays valid until the next one is asked for. */
export async function* tensorPieces(
  file: FileHandle,
  { offset, bytes }: SafetensorsTensor,
): AsyncGenerator<Buffer> {
  for (let done = 0; done < bytes; done += pieceBytes) {
    yield await readExactly(file, offset + done, Math.min(pieceBytes, bytes - done));
  }
}

function checkTensors(
  entries: readonly (readonly [string, unknown])[],
  dataOffset: number,
  fileBytes: number,
): SafetensorsVerdict {
  const tensors: SafetensorsTensor[] = [];
  for (const [name, entry] of entries) {
    const tensor = parseTensor(name, entry, dataOffset);
    if (typeof tensor === 'string') return refused(tensor);
    tensors.push(tensor);
  }
  const reason = checkPlaces(tensors, dataOffset, fileBytes);
  return reason === null ? { isValid: true, tensors } : refused(reason);
}

/** A reason in place of a tensor when it cannot be used. */
function parseTensor(name: string, entry: unknown, dataOffset: number): SafetensorsTensor | string {
  const parsed = tensorSchema.safeParse(entry);
  const shown = quoted(name);
  if (!parsed.success) return `its tensor ${shown} is not described as the format asks for`;
  const {
    dtype,
    shape,
    data_offsets: [begin, end],
  } = parsed.data;
  if (!isSupportedType(dtype)) {
    return `its tensor ${shown} holds numbers of type ${quoted(dtype)}, and only F32, F16 and BF16 can be used`;
  }
  const bytes = end - begin;
  const elements = shape.reduce((product, length) => product * length, 1);
  if (elements * bytesByType[dtype] !== bytes)
    return `its tensor ${shown} does not have the size of its shape`;
  return { name, type: dtype, shape, offset: dataOffset + begin, bytes };
}

/** The format leaves no room between tensors, and none may reach into another or past the end. */
function checkPlaces(
  tensors: readonly SafetensorsTensor[],
  dataOffset: number,
  fileBytes: number,
): string | null {
  let expected = dataOffset;
  for (const { offset, bytes } of tensors.toSorted(
    (one, other) => one.offset - other.offset || one.bytes - other.bytes,
  )) {
    if (offset < expected) return 'its tensors overlap';
    if (offset > expected) return 'it has a gap between its tensors';
    expected = offset + bytes;
    if (expected > fileBytes) return 'it ends before its last tensor, so it is not complete';
  }
  return expected === fileBytes ? null : 'it has more bytes than its tensors';
}

/** The tensors' descriptions by name; null when the header is not the JSON it has to be. */
function parseEntries(header: Buffer): [string, unknown][] | null {
  // Anything but an object would be parsed only to be refused.
  if (header[0] !== '{'.charCodeAt(0)) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(header.toString('utf8'));
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  return Object.entries(parsed).filter(([name]) => name !== '__metadata__');
}

function isSupportedType(type: string): type is SafetensorsType {
  return Object.hasOwn(bytesByType, type);
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw new Error('The file became shorter while it was read.');
    done += bytesRead;
  }
  return buffer;
}

function refused(reason: string): SafetensorsVerdict {
  return { isValid: false, reason };
}
