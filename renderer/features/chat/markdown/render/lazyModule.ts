import { useSyncExternalStore } from 'react';

/**
 * A hook for a module that is fetched when the first component asks for it. It returns null until then, so the component
 * shows something plainer; should the module never arrive, the plainer form simply stays.
 */
export function createLazyModule<T>(load: () => Promise<T>): () => T | null {
  let module: T | null = null;
  let loading: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  async function fetchModule(): Promise<void> {
    module = await load();
    for (const listener of listeners) listener();
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    loading ??= fetchModule().catch(() => {
      // The next component that mounts tries again.
      loading = null;
    });
    return () => listeners.delete(listener);
  }

  return function useLazyModule() {
    return useSyncExternalStore(subscribe, () => module);
  };
}
