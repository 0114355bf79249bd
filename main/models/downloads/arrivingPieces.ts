import { networkFailure } from './transferFailures';

/** Of up to 64 kB each. */
const readAheadPieces = 16;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * The pieces of an answer's body as they arrive. Reading begins at once and runs ahead of whoever stores them: what is
 * still inside the body when a connection breaks would be lost with it. Whoever makes it stops it.
 */
export class ArrivingPieces implements AsyncIterable<Uint8Array> {
  readonly #reader: Reader | undefined;
  readonly #host: string;
  readonly #reads: Promise<Uint8Array | undefined>[];

  constructor({ body }: Response, { host }: URL) {
    this.#reader = body?.getReader();
    this.#host = host;
    this.#reads = Array.from({ length: readAheadPieces }, () => this.#read());
  }

  /** @throws LoamError download/unreachable, PassingFailure */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let next = this.#reads.shift(); next !== undefined; next = this.#reads.shift()) {
      const piece = await next.catch((error: unknown) => {
        throw networkFailure(error, this.#host);
      });
      if (piece === undefined) return;
      this.#reads.push(this.#read());
      yield piece;
    }
  }

  /** Gives the connection up, if there is still something to come. */
  async stop(): Promise<void> {
    // What is left of an answer that failed has no meaning to anyone.
    await this.#reader?.cancel().catch(() => undefined);
  }

  #read(): Promise<Uint8Array | undefined> {
    const piece = this.#reader === undefined ? Promise.resolve(undefined) : nextPiece(this.#reader);
    // A read that fails is noticed when its turn comes.
    piece.catch(() => undefined);
    return piece;
  }
}

async function nextPiece(reader: Reader): Promise<Uint8Array | undefined> {
  return (await reader.read()).value;
}
