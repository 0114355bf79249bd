const alignment = 32;
const typeCodes = { uint32: 4, float32: 6, string: 8 } as const;
const tensorTypeCodes = { F32: 0, F16: 1 } as const;

export type GgufEntryType = keyof typeof typeCodes;

export interface GgufEntry {
  key: string;
  type: GgufEntryType;
  value: string | number;
}

export interface GgufTensorContent {
  name: string;
  /** Elements, the length of a row first. */
  dimensions: readonly number[];
  typeName: keyof typeof tensorTypeCodes;
  bytes: number;
  /** Exactly `bytes` of them. A piece is written before the next one is asked for. */
  data(): AsyncIterable<Buffer>;
}

/**
 * Writes a GGUF file of version 3 piece by piece, so that no more than one piece of the tensors is in memory.
 *
 * @param write called for each piece in order, and awaited
 */
export async function writeGguf(
  entries: readonly GgufEntry[],
  tensors: readonly GgufTensorContent[],
  write: (piece: Buffer) => Promise<void>,
): Promise<void> {
  const header = Buffer.concat([
    Buffer.from('GGUF', 'latin1'),
    uint32(3),
    uint64(tensors.length),
    uint64(entries.length),
    ...entries.map(entryBytes),
    ...descriptions(tensors),
  ]);
  await write(header);
  await write(Buffer.alloc(paddingAfter(header.length)));
  for (const tensor of tensors) {
    let written = 0;
    for await (const piece of tensor.data()) {
      await write(piece);
      written += piece.length;
    }
    if (written !== tensor.bytes) throw new Error('A tensor came with another size than it was announced.');
    await write(Buffer.alloc(paddingAfter(written)));
  }
}

function descriptions(tensors: readonly GgufTensorContent[]): Buffer[] {
  let offset = 0;
  return tensors.flatMap(({ name, dimensions, typeName, bytes }) => {
    const description = [
      text(name),
      uint32(dimensions.length),
      ...dimensions.map(uint64),
      uint32(tensorTypeCodes[typeName]),
      uint64(offset),
    ];
    offset += bytes + paddingAfter(bytes);
    return description;
  });
}

function entryBytes({ key, type, value }: GgufEntry): Buffer {
  return Buffer.concat([text(key), uint32(typeCodes[type]), valueBytes(type, value)]);
}

function valueBytes(type: GgufEntryType, value: string | number): Buffer {
  if (type === 'string') return text(String(value));
  if (type === 'uint32') return uint32(Number(value));
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(Number(value));
  return bytes;
}

function paddingAfter(length: number): number {
  return (alignment - (length % alignment)) % alignment;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
