import { open, type FileHandle } from 'node:fs/promises';
import type { GgufHeader } from '../../models/gguf/ggufHeader';
import type { ConversionPlan, PlannedTensor } from './conversionPlan';
import { type GgufEntry, writeGguf } from './ggufWriter';
import { convertNumbers } from './numbers';
import type { PeftAdapter } from './peftAdapter';
import { readTensor, type SafetensorsTensor, tensorPieces } from './readSafetensors';
import { interleavedHeads, transposedRows } from './rowOrder';

/** What is written beside the weights. */
export interface AdapterLabel {
  name: string;
  /** As PEFT's configuration has it. */
  baseName: string | null;
}

/**
 * Writes a PEFT adapter as a GGUF file.
 *
 * @param write called for each piece in order, and awaited
 */
export async function convertPeft(
  { weightsPath }: PeftAdapter,
  plan: ConversionPlan,
  label: AdapterLabel,
  write: (piece: Buffer) => Promise<void>,
): Promise<void> {
  const file = await open(weightsPath, 'r');
  try {
    await writeGguf(
      metadataOf(plan, label),
      plan.tensors.map((tensor) => ({ ...tensor, data: () => dataOf(file, tensor) })),
      write,
    );
  } finally {
    await file.close();
  }
}

/** The header that the converted file will have, as far as a base is checked against it. */
export function plannedHeader(plan: ConversionPlan): Pick<GgufHeader, 'metadata' | 'tensors'> {
  return {
    metadata: new Map(
      metadataOf(plan, { name: '', baseName: null }).map(({ key, value }) => [key, value] as const),
    ),
    tensors: plan.tensors.map(({ name, dimensions, typeName, bytes }) => ({
      name,
      dimensions,
      typeName,
      bytes,
      offset: 0,
    })),
  };
}

function metadataOf({ architecture, alpha }: ConversionPlan, { name, baseName }: AdapterLabel): GgufEntry[] {
  return [
    text('general.architecture', architecture),
    text('general.type', 'adapter'),
    text('adapter.type', 'lora'),
    text('general.name', name),
    ...baseEntries(baseName),
    { key: 'adapter.lora.alpha', type: 'float32', value: alpha },
  ];
}

/** A base may be a hub's `organization/name`, or a path on the computer of its maker, whose folders concern nobody. */
function baseEntries(baseName: string | null): GgufEntry[] {
  const parts = baseName?.split(/[/\\]+/).filter((part) => part !== '') ?? [];
  const name = parts.at(-1);
  if (name === undefined) return [];
  const organization = parts.length === 2 && /^[\w.-]+\/[\w.-]+$/.test(baseName ?? '') ? parts[0] : undefined;
  return [
    { key: 'general.base_model.count', type: 'uint32', value: 1 },
    text('general.base_model.0.name', name),
    ...(organization === undefined ? [] : [text('general.base_model.0.organization', organization)]),
  ];
}

async function* dataOf(file: FileHandle, { source, factor, order }: PlannedTensor): AsyncGenerator<Buffer> {
  for await (const piece of orderedPieces(file, source, order)) {
    yield convertNumbers(piece, source.type, factor);
  }
}

async function* orderedPieces(
  file: FileHandle,
  source: SafetensorsTensor,
  order: PlannedTensor['order'],
): AsyncGenerator<Buffer> {
  const [rows = 1, columns = 1] = source.shape;
  if (order.type === 'kept') yield* tensorPieces(file, source);
  else if (order.type === 'interleaved') {
    yield* interleavedHeads(await readTensor(file, source), source.bytes / rows, order.heads);
  } else yield* transposedRows(await readTensor(file, source), columns, source.type === 'F32' ? 4 : 2);
}

function text(key: string, value: string): GgufEntry {
  return { key, type: 'string', value };
}
