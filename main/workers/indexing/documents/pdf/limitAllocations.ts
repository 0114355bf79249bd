/** All typed arrays of the thread together. A heap limit does not count them. */
const mostBytes = 160 * 1024 * 1024;
/** Asking how much there is takes time, and smaller ones come after larger ones in every attack. */
const checkedFromBytes = 1024 * 1024;

export class AllocationError extends RangeError {
  constructor() {
    super('The document asks for more memory than it may have.');
    this.name = 'AllocationError';
  }
}

/**
 * Makes a parser fail that unpacks a few bytes into gigabytes. It must be called before the parser is loaded, and holds for
 * all of the thread.
 */
export function limitAllocations(): void {
  globalThis.Uint8Array = new Proxy(globalThis.Uint8Array, {
    construct(target, parameters: unknown[], newTarget) {
      const [size] = parameters;
      if (typeof size === 'number' && size >= checkedFromBytes) {
        if (process.memoryUsage().arrayBuffers + size > mostBytes) throw new AllocationError();
      }
      // Reflect's declarations know nothing of what it constructs.
      return Reflect.construct(target, parameters, newTarget) as Uint8Array;
    },
  });
  // Would unpack outside of it.
  Reflect.deleteProperty(globalThis, 'DecompressionStream');
}
