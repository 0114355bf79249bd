import type { MessageFromWorker, MessageToWorker } from './messages';

/** The worker's end of its channel to the process that started it. */
export interface ParentChannel {
  send(message: MessageFromWorker): void;
  listen(listener: (message: MessageToWorker) => void): void;
}

/** Electron puts this on `process` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/**
 * Finds the channel of a utility process (Electron) or of a forked one (Node).
 *
 * @param onParentGone called when nobody holds the other end any more
 */
export function openParentChannel(onParentGone: () => void): ParentChannel {
  // Electron's addition to `process`: absent in Node, and its types leave out `close`.
  const parentPort = Reflect.get<object, string>(process, 'parentPort') as ParentPort | undefined;
  if (parentPort) {
    parentPort.on('close', onParentGone);
    return {
      send: (message) => parentPort.postMessage(message),
      listen: (listener) => parentPort.on('message', ({ data }) => listener(data as MessageToWorker)),
    };
  }
  if (!process.send) throw new Error('A worker is started by Loam, not by itself.');
  process.on('disconnect', onParentGone);
  return {
    // A message that no longer reaches a dying parent is not worth an error: `disconnect` follows.
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    listen: (listener) => void process.on('message', (message) => listener(message as MessageToWorker)),
  };
}
