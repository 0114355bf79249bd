/** How a run's output becomes what is asked for. */
export type OutputKind =
  /** A vector of unit length out of the tokens' vectors. */
  | 'mean'
  | 'first-token'
  | 'last-token'
  | 'max'
  /** The model's numbers as they are. */
  | 'raw';

/** What a thread is started with. */
export interface ThreadOrder {
  /** A file, or its content. */
  model: string | Uint8Array;
  /** `all` for files as their makers wrote them; `basic` for those whose operators are fused already. */
  optimization: 'basic' | 'all';
  output: OutputKind;
  /** Run once before the thread is ready, so that a model that cannot run is found out then. */
  trial: EncodedText;
}

/** What a thread gets beside its order. */
export interface ThreadData extends ThreadOrder {
  /**
   * Two 32-bit numbers: whether the thread is in native code, and whether the process is about to exit, after which it
   * must not go there. A thread that comes back from native code into a process that is ending aborts it.
   */
  activity: SharedArrayBuffer;
}

export interface EncodedText {
  ids: BigInt64Array;
  /** To which of a pair's two texts a token belongs: 0 or 1. */
  types: BigInt64Array;
}

export type MessageToThread = { type: 'run'; texts: readonly EncodedText[] } | { type: 'close' };

/** Each `run` is answered by `done` or `failed`; the start by `ready` or `failed`. */
export type MessageFromThread =
  | { type: 'ready'; outputLength: number }
  | { type: 'done'; outputs: readonly Float32Array[] }
  | { type: 'failed'; reason: string };
