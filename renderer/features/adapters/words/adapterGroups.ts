import type { Adapter } from '../../../../preload/contract/adapters';

/** The versions of one adapter that are in use, newest first. */
export interface AdapterGroup {
  name: string;
  newest: Adapter;
  older: readonly Adapter[];
}

export interface GroupedAdapters {
  groups: AdapterGroup[];
  /** Whatever their name, in the order of the list. */
  archived: Adapter[];
}

/** Puts versions of one name together. Expects the list's order: by name, newest version first. */
export function groupAdapters(adapters: readonly Adapter[]): GroupedAdapters {
  const archived = adapters.filter(({ archivedAt }) => archivedAt !== null);
  const versionsByName = new Map<string, Adapter[]>();
  for (const adapter of adapters) {
    if (adapter.archivedAt !== null) continue;
    const versions = versionsByName.get(adapter.name);
    if (versions === undefined) versionsByName.set(adapter.name, [adapter]);
    else versions.push(adapter);
  }
  const groups = [...versionsByName].flatMap(([name, [newest, ...older]]) =>
    newest === undefined ? [] : [{ name, newest, older }],
  );
  return { groups, archived };
}
