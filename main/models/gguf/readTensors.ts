import { byteCount, grouped, quoted } from './displayText';
import type { GgufTensor } from './ggufHeader';
import { HeaderFault } from './headerFault';
import type { HeaderWindow } from './headerWindow';
import { abandonedTensorTypes, tensorTypes } from './tensorTypes';

/** What ggml has room for. */
const maxNameBytes = 63;
const maxDimensions = 4;

/** Reads the tensors' descriptions at the window, each by itself. Throws a HeaderFault. */
export async function readTensors(window: HeaderWindow, tensorCount: number): Promise<GgufTensor[]> {
  const tensors: GgufTensor[] = [];
  const names = new Set<string>();
  for (let index = 0; index < tensorCount; index += 1) {
    window.place = `in its list of tensors, at ${grouped(index + 1)} of ${grouped(tensorCount)}`;
    const tensor = await readTensor(window);
    if (names.has(tensor.name)) throw new HeaderFault(`it has the tensor ${quoted(tensor.name)} twice`);
    names.add(tensor.name);
    tensors.push(tensor);
  }
  window.place = '';
  return tensors;
}

/**
 * Checks that the tensors' data lie one after the other, as llama.cpp wants them, and within the file. Throws a
 * HeaderFault.
 */
export function checkLayout(
  tensors: readonly GgufTensor[],
  { alignment, dataOffset, fileBytes }: { alignment: number; dataOffset: number; fileBytes: number },
): void {
  let next = 0;
  let end = 0;
  for (const { name, offset, bytes } of tensors) {
    if (offset % alignment !== 0) {
      throw new HeaderFault(
        `its tensor ${quoted(name)} begins at byte ${grouped(offset)}, which is not aligned`,
      );
    }
    if (offset < next) throw new HeaderFault(`its tensor ${quoted(name)} overlaps the one before`);
    if (offset > next) {
      throw new HeaderFault(`its tensor ${quoted(name)} does not follow the one before: there is a gap`);
    }
    end = offset + bytes;
    next = Math.ceil(end / alignment) * alignment;
  }
  const neededBytes = tensors.length === 0 ? 0 : dataOffset + end;
  if (neededBytes > fileBytes) {
    const needed = `its tensors take ${byteCount(neededBytes)} with the header`;
    throw new HeaderFault(`it is cut off: ${needed}, and the file has ${grouped(fileBytes)}`);
  }
}

async function readTensor(window: HeaderWindow): Promise<GgufTensor> {
  const name = await readName(window);
  const dimensions = await readDimensions(window, name);
  await window.need(12);
  const typeNumber = window.uint32();
  const offset = window.count();
  const type = tensorTypes[typeNumber];
  if (abandonedTensorTypes.includes(typeNumber)) {
    const type = `its tensor ${quoted(name)} is of the old type ${typeNumber}`;
    throw new HeaderFault(`${type}, which llama.cpp has given up: get a newer file of the model`);
  }
  if (!type) {
    throw new HeaderFault(`its tensor ${quoted(name)} has the unknown type ${grouped(typeNumber)}`);
  }
  const elements = dimensions.reduce((product, dimension) => product * dimension, 1);
  const bytes = (elements / type.blockElements) * type.blockBytes;
  if (!Number.isSafeInteger(elements) || bytes > window.fileBytes) {
    const size = `its tensor ${quoted(name)} has ${dimensions.map(grouped).join(' × ')} elements`;
    throw new HeaderFault(`${size}, more than the file can hold`);
  }
  if ((dimensions[0] ?? 1) % type.blockElements !== 0) {
    const row = `its tensor ${quoted(name)} has rows of ${grouped(dimensions[0] ?? 1)} elements`;
    throw new HeaderFault(`${row}, which ${type.name} cannot pack`);
  }
  if (!Number.isSafeInteger(offset)) {
    throw new HeaderFault(`its tensor ${quoted(name)} is said to begin at byte ${grouped(offset)}`);
  }
  return { name, dimensions, typeName: type.name, offset, bytes };
}

async function readName(window: HeaderWindow): Promise<string> {
  await window.need(8);
  const bytes = window.count();
  if (bytes === 0 || bytes > maxNameBytes) {
    throw new HeaderFault(`it has a tensor with a name of ${byteCount(bytes)}, ${window.place}`);
  }
  const name = await window.text(bytes);
  if (name.includes('\0')) throw new HeaderFault(`its tensor ${quoted(name)} has a zero byte in its name`);
  return name;
}

async function readDimensions(window: HeaderWindow, name: string): Promise<number[]> {
  await window.need(4);
  const count = window.uint32();
  if (count > maxDimensions) {
    throw new HeaderFault(
      `its tensor ${quoted(name)} has ${grouped(count)} dimensions, where 4 are the most`,
    );
  }
  await window.need(8 * count);
  const dimensions = Array.from({ length: count }, () => window.count());
  // A signed number to ggml.
  const tooLarge = dimensions.find((dimension) => !Number.isSafeInteger(dimension));
  if (tooLarge === undefined) return dimensions;
  throw new HeaderFault(`its tensor ${quoted(name)} has a dimension of ${grouped(tooLarge)} elements`);
}
