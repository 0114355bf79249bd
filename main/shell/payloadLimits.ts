/** Upper bounds of one request, far above what any screen sends and far below what would stall the main process. */
export const payloadLimits = { characters: 16_000_000, values: 100_000, depth: 32 } as const;

/**
 * Whether a payload is small enough to be parsed. Looks at every value once, without recursion, and stops at the first
 * bound that is passed, so that neither a huge, nor a deep, nor a cyclic payload can stall or overflow anything.
 */
export function isWithinLimits(payload: unknown): boolean {
  let characters = 0;
  let values = 0;
  const pending: { value: unknown; depth: number }[] = [{ value: payload, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    values += 1;
    characters += weight(value);
    const keys = keysOf(value);
    if (depth > payloadLimits.depth || values + pending.length + keys.length > payloadLimits.values)
      return false;
    for (const key of keys) {
      characters += key.length;
      pending.push({ value: Reflect.get(Object(value), key), depth: depth + 1 });
    }
    if (characters > payloadLimits.characters) return false;
  }
  return true;
}

/** In characters, with binary data counted by its bytes. */
function weight(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'bigint') return value.toString(16).length;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  return 1;
}

/** Maps, sets and binary data have no keys here: no schema accepts them, so the parser refuses them whole. */
function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return [];
  return Object.keys(value);
}
