/** Upper bounds of one request, far above what any screen sends and far below what would stall the main process. */
export const payloadLimits = { characters: 16_000_000, values: 100_000, depth: 32 } as const;

/**
 * Whether a payload may be parsed: plain objects, arrays and primitive values only, and not too many of them. Looks at
 * every value once, without recursion, and stops at the first bound that is passed, so that neither a huge, nor a deep,
 * nor a cyclic payload can stall or overflow anything.
 */
export function isAcceptablePayload(payload: unknown): boolean {
  let characters = 0;
  let values = 0;
  const pending: { value: unknown; depth: number }[] = [{ value: payload, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    values += 1;
    characters += lengthOf(value);
    if (depth > payloadLimits.depth || !isPlain(value)) return false;
    const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (values + pending.length + keys.length > payloadLimits.values) return false;
    for (const key of keys) {
      characters += key.length;
      pending.push({ value: Reflect.get(Object(value), key), depth: depth + 1 });
    }
    if (characters > payloadLimits.characters) return false;
  }
  return true;
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 1;
}

/** Dates, maps, buffers and the like can cross the border, but no request has any. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'bigint') return false;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
