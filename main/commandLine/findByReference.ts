import { type ErrorCode, LoamError } from '../../preload/contract/errors';

export interface Referable {
  id: string;
  name: string;
  /** Counts up among those of one name. */
  version?: number;
}

export interface ReferenceKind {
  /** Such as `adapter`. */
  word: string;
  /** The code for there being none. */
  notFound: ErrorCode;
}

export const adapterKind: ReferenceKind = { word: 'adapter', notFound: 'adapter/not-found' };
export const modelKind: ReferenceKind = { word: 'model', notFound: 'model/not-found' };

/**
 * What the user means by an id, a name (the first of that name), a name with its version ("pirate v2"), or the beginning
 * of an id or name that no other has.
 *
 * @throws LoamError the kind's own code for nothing, request/invalid for more than one
 */
export function findByReference<Item extends Referable>(
  items: readonly Item[],
  reference: string,
  { word, notFound }: ReferenceKind,
): Item {
  const wanted = reference.trim().toLowerCase();
  const exact =
    items.find(({ id }) => id.toLowerCase() === wanted) ??
    items.find((item) => labelOf(item).toLowerCase() === wanted) ??
    items.find(({ name }) => name.toLowerCase() === wanted);
  if (exact) return exact;
  const begun = items.filter(({ id, name }) =>
    [id, name].some((text) => text.toLowerCase().startsWith(wanted)),
  );
  const [only, another] = begun;
  if (wanted === '' || only === undefined) {
    throw new LoamError(
      notFound,
      `There is no ${word} "${reference}". "npm start -- ${word}s list" shows those there are.`,
    );
  }
  if (another === undefined) return only;
  const names = begun.slice(0, 5).map((item) => `${labelOf(item)} (${shortId(item.id)})`);
  throw new LoamError(
    'request/invalid',
    `More than one ${word} begins with "${reference}": ${names.join(', ')}. Write more of it.`,
  );
}

/** The name, with its version where there are any. */
export function labelOf({ name, version }: Pick<Referable, 'name' | 'version'>): string {
  return version === undefined ? name : `${name} v${version}`;
}

/** Enough of a generated id to mean it; ids that are words stay whole. */
export function shortId(id: string): string {
  return id.replace(/([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, '$1');
}
