import { ipcMain } from 'electron';
import { createRoutes, type DispatcherOptions } from './requestDispatcher';

/** Answers every request and stream of the contract. The only user of ipcMain. */
export function installIpcRouter(options: DispatcherOptions): void {
  for (const { channel, dispatch } of createRoutes(options)) {
    ipcMain.handle(channel, async (event, payload: unknown) => {
      const { reply, afterReply } = await dispatch(event, payload);
      // The reply leaves in the microtasks that follow; what a stream sends must come after it.
      if (afterReply !== null) setImmediate(() => void afterReply());
      return reply;
    });
  }
}
