export type GgufScalar = number | bigint | boolean | string;

/** An array in the metadata. */
export interface GgufArray {
  /** As the format names it: `uint32`, `float32`, `string` and so on. */
  itemType: string;
  length: number;
  /** Null when there were too many to keep. */
  items: readonly GgufScalar[] | null;
}

/** 64-bit integers are bigints, all other numbers are numbers. */
export type GgufValue = GgufScalar | GgufArray;

/** One tensor's description; its data stays in the file. */
export interface GgufTensor {
  name: string;
  /** Elements, the length of a row first; four of them at most. */
  dimensions: readonly number[];
  /** As ggml names it, such as `Q4_1` or `F32`. */
  typeName: string;
  /** In bytes, from `dataOffset` of the header. */
  offset: number;
  bytes: number;
}

/** What was seen of the tokens' texts, which are too many to keep. */
export interface GgufVocabulary {
  /** The first token whose text an earlier one has already; null when there is none. */
  repeatedToken: number | null;
  /** The first text that looks like a token for one byte, such as `<0x0A>`, but is none; null when there is none. */
  brokenByteToken: string | null;
}

/** What a GGUF file says about itself. Its texts come from the file: not fit to be shown as they are. */
export interface GgufHeader {
  version: number;
  metadata: ReadonlyMap<string, GgufValue>;
  /** The type of each entry of `metadata`: `uint32`, `float32`, `string`, `array` and so on. */
  valueTypes: ReadonlyMap<string, string>;
  /** Null for a file without a list of tokens. */
  vocabulary: GgufVocabulary | null;
  tensors: readonly GgufTensor[];
  /** Bytes. */
  alignment: number;
  /** Where the tensors' data begins, in bytes from the beginning of the file. */
  dataOffset: number;
  fileBytes: number;
}

/** `reason` is a clause for people, such as "it is an empty file". */
export type GgufVerdict = { isValid: true; header: GgufHeader } | { isValid: false; reason: string };
