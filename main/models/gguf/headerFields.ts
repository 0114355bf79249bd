import { grouped, quoted } from './displayText';
import type { GgufArray, GgufHeader, GgufValue } from './ggufHeader';
import { HeaderFault } from './headerFault';

/** As llama.cpp's own limit says: the room it has for what differs from layer to layer. */
export const maxBlocks = 512;

const indexTypes = ['uint32', 'int32'];

/**
 * Entries of a header by their types. llama.cpp takes no number of another width in place of the right one: it refuses the
 * file, or aborts its process. So each method throws a HeaderFault for a wrong type; an absent entry is null.
 */
export class HeaderFields {
  readonly #header: Pick<GgufHeader, 'metadata' | 'valueTypes'>;

  constructor(header: Pick<GgufHeader, 'metadata' | 'valueTypes'>) {
    this.#header = header;
  }

  text(key: string): string | null {
    const value = this.#valueOf(key, 'string');
    return typeof value === 'string' ? value : null;
  }

  number(key: string, type: 'uint16' | 'uint32' | 'int32' | 'float32' = 'uint32'): number | null {
    const value = this.#valueOf(key, type);
    return typeof value === 'number' ? value : null;
  }

  requiredNumber(key: string, { min, max }: { min: number; max: number }): number {
    const value = this.number(key);
    if (value === null) throw new HeaderFault(`it does not say its ${quoted(key)}`);
    if (value >= min && value <= max) return value;
    const range = `where ${grouped(min)} to ${grouped(max)} can be`;
    throw new HeaderFault(`its ${quoted(key)} is ${grouped(value)}, ${range}`);
  }

  list(key: string, itemTypes: readonly string[]): GgufArray | null {
    const value = this.#valueOf(key, 'array');
    if (typeof value !== 'object') return null;
    if (itemTypes.includes(value.itemType)) return value;
    throw new HeaderFault(`its list ${quoted(key)} holds ${value.itemType}, not ${itemTypes.join(' or ')}`);
  }

  /** One number for each layer, which the file may give once for all. */
  perLayer(key: string, layers: number): readonly number[] | null {
    if (this.#header.valueTypes.get(key) !== 'array') {
      const value = this.number(key);
      return value === null ? null : Array<number>(layers).fill(value);
    }
    const list = this.list(key, indexTypes);
    if (list?.length !== layers) {
      throw new HeaderFault(`its list ${quoted(key)} is not as long as the model has layers`);
    }
    const numbers = (list.items ?? []).map(Number);
    if (numbers.every((number) => number >= 0)) return numbers;
    throw new HeaderFault(`its list ${quoted(key)} has negative numbers`);
  }

  #valueOf(key: string, type: string): GgufValue | undefined {
    const found = this.#header.valueTypes.get(key);
    if (found === undefined) return undefined;
    if (found === type) return this.#header.metadata.get(key);
    throw new HeaderFault(`its entry ${quoted(key)} is of the type ${found}, not ${type}`);
  }
}
