import type { LoamError } from '../../preload/contract/errors';

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: LoamError): void;
  onPart(part: unknown): void;
}

/** The calls a worker has not answered yet, by id. */
export class PendingCalls {
  readonly #calls = new Map<number, PendingCall>();
  #nextId = 1;

  get size(): number {
    return this.#calls.size;
  }

  open(onPart: (part: unknown) => void): { id: number; reply: Promise<unknown> } {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#calls.set(id, { resolve, reject, onPart });
    return { id, reply: promise };
  }

  /** Unknown ids are ignored: the call was answered or rejected already. */
  part(id: number, part: unknown): void {
    this.#calls.get(id)?.onPart(part);
  }

  resolve(id: number, value: unknown): void {
    this.#take(id)?.resolve(value);
  }

  reject(id: number, error: LoamError): void {
    this.#take(id)?.reject(error);
  }

  rejectAll(error: LoamError): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) call.reject(error);
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }
}
