/** All typed arrays of the thread together. A heap limit does not count them. */
const mostBytes = 96 * 1024 * 1024;
/** Asking how much there is takes time, and smaller ones come before larger ones in every attack. */
const checkedFromBytes = 1024 * 1024;

let isRefused = false;
let untouchedBytes = 0;

/**
 * Makes a parser fail that unpacks a few bytes into gigabytes. It must be called before the parser is loaded, and holds for
 * all of the thread.
 */
export function limitAllocations(): void {
  globalThis.Uint8Array = new Proxy(globalThis.Uint8Array, {
    construct(target, parameters: unknown[], newTarget) {
      const [size] = parameters;
      if (typeof size === 'number' && size >= checkedFromBytes) checkAllocation(size);
      // Reflect's declarations know nothing of what it constructs.
      return Reflect.construct(target, parameters, newTarget) as Uint8Array;
    },
  });
  const Unlimited = globalThis.DecompressionStream;
  // Unpacks outside of typed arrays that a parser makes.
  globalThis.DecompressionStream = class {
    readonly readable: ReadableStream;
    readonly writable: WritableStream;

    constructor(format: CompressionFormat) {
      const { readable, writable } = new Unlimited(format);
      this.readable = readable.pipeThrough(countedStream());
      this.writable = writable;
    }
  };
}

function countedStream(): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(piece, controller) {
      bytes += piece.byteLength;
      // What is unpacked is copied into one array at the end.
      checkAllocation(bytes);
      controller.enqueue(piece);
    },
  });
}

/** So much of what was allocated is never written to, and takes no memory. */
export function setUntouchedBytes(bytes: number): void {
  untouchedBytes = bytes;
}

/** Whether something was refused since this was asked last. The parser itself may go on as if nothing had happened. */
export function takeRefusal(): boolean {
  const wasRefused = isRefused;
  isRefused = false;
  return wasRefused;
}

function checkAllocation(bytes: number): void {
  if (process.memoryUsage().arrayBuffers + bytes - untouchedBytes <= mostBytes) return;
  isRefused = true;
  throw new RangeError('The document asks for more memory than it may have.');
}
