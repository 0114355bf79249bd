export interface ValueType {
  name: string;
  /** Null where it depends on the value. */
  bytes: number | null;
}

/** The types of metadata, by their number in the file. */
export const valueTypes = [
  { name: 'uint8', bytes: 1 },
  { name: 'int8', bytes: 1 },
  { name: 'uint16', bytes: 2 },
  { name: 'int16', bytes: 2 },
  { name: 'uint32', bytes: 4 },
  { name: 'int32', bytes: 4 },
  { name: 'float32', bytes: 4 },
  { name: 'bool', bytes: 1 },
  { name: 'string', bytes: null },
  { name: 'array', bytes: null },
  { name: 'uint64', bytes: 8 },
  { name: 'int64', bytes: 8 },
  { name: 'float64', bytes: 8 },
] as const satisfies readonly ValueType[];
