import type { Adapter, AdapterChoice } from '../../../../preload/contract/adapters';
import { adapterAtScale } from '../../adapters/words/adapterWords';
import type { CompatibilityOfModel } from '../../adapters/words/compatibility';

/** As many as the core takes at once. */
export const mostAdapters = 8;

/** An adapter that a chat has switched on. */
export interface ChosenAdapter {
  choice: AdapterChoice;
  /** Undefined: it was deleted. */
  adapter: Adapter | undefined;
  /** Why no answer can be given with it; null while none is known. */
  problem: string | null;
}

/** An adapter that the picker offers. */
export interface OfferedAdapter {
  adapter: Adapter;
  /** Why it cannot be switched on here; null: it can. */
  refusal: string | null;
}

export interface ChatAdapters {
  chosen: ChosenAdapter[];
  /** Those that work here first, each part in the order of the list. */
  offered: OfferedAdapter[];
}

interface ChatAdaptersInput {
  choices: readonly AdapterChoice[];
  /** Undefined while they are being read. */
  adapters: readonly Adapter[] | undefined;
  /** With the chat's model; undefined while it is being asked for. */
  verdicts: CompatibilityOfModel['verdicts'] | undefined;
}

const deletedReason = 'It was deleted. Answers that were given with it stay.';
const missingFileReason = 'Its file is gone. Add it again on the adapters screen.';

/** What a chat has switched on, and what it could. */
export function chatAdaptersOf({ choices, adapters, verdicts }: ChatAdaptersInput): ChatAdapters {
  const refusalOf = ({ id, isPresent }: Adapter): string | null => {
    if (!isPresent) return missingFileReason;
    return verdicts?.find(({ adapterId }) => adapterId === id)?.refusal?.message ?? null;
  };
  const chosen = choices.map((choice) => {
    const adapter = adapters?.find(({ id }) => id === choice.adapterId);
    if (adapter !== undefined) return { choice, adapter, problem: refusalOf(adapter) };
    return { choice, adapter, problem: adapters === undefined ? null : deletedReason };
  });
  const isOffered = ({ id, archivedAt }: Adapter) =>
    archivedAt === null || choices.some(({ adapterId }) => adapterId === id);
  const offered = (adapters ?? [])
    .filter(isOffered)
    .map((adapter) => ({ adapter, refusal: refusalOf(adapter) }))
    .toSorted((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
  return { chosen, offered };
}

/** What the chip says. */
export function chosenInWords(chosen: readonly ChosenAdapter[]): string {
  const [first] = chosen;
  if (first === undefined) return 'No adapter';
  if (chosen.length > 1) return `${chosen.length} adapters`;
  const { adapter, choice } = first;
  return adapter === undefined ? 'Deleted adapter' : adapterAtScale({ ...adapter, scale: choice.scale });
}

/** Switches an adapter on, at its full scale, or off. */
export function toggledChoice(choices: readonly AdapterChoice[], adapterId: string): AdapterChoice[] {
  const others = choices.filter((choice) => choice.adapterId !== adapterId);
  return others.length < choices.length ? others : [...choices, { adapterId, scale: 1 }];
}

export function withScale(
  choices: readonly AdapterChoice[],
  adapterId: string,
  scale: number,
): AdapterChoice[] {
  return choices.map((choice) => (choice.adapterId === adapterId ? { adapterId, scale } : choice));
}

/** The choices without those that no answer can be given with. */
export function withoutProblems(chosen: readonly ChosenAdapter[]): AdapterChoice[] {
  return chosen.filter(({ problem }) => problem === null).map(({ choice }) => choice);
}
