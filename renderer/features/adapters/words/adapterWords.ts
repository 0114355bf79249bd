import type { Adapter } from '../../../../preload/contract/adapters';
import { formatCount, formatDaysAgo } from '../../../components/formatting';

/** Enough of an adapter to name it. */
export type NamedAdapter = Pick<Adapter, 'name' | 'version'>;

const scaleNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Pirate v2. */
export function adapterTitle({ name, version }: NamedAdapter): string {
  return `${name} v${version}`;
}

/** A scale as it is read: 0.8. */
export function scaleInWords(scale: number): string {
  return scaleNumber.format(scale);
}

/** Pirate v2 × 0.8, as it stands under an answer. */
export function adapterAtScale(adapter: NamedAdapter & { scale: number }): string {
  return `${adapterTitle(adapter)} × ${scaleInWords(adapter.scale)}`;
}

/** Where an adapter came from, for its badge. */
export const adapterOriginWords = {
  file: 'From a file',
  peft: 'Converted from PEFT',
  downloaded: 'Downloaded',
  trained: 'Trained here',
} as const satisfies Record<Adapter['origin'], string>;

/** How often and when it was last used. */
export function usesInWords({ useCount, lastUsedAt }: Pick<Adapter, 'useCount' | 'lastUsedAt'>): string {
  if (useCount === 0) return 'Not used yet';
  const answers = useCount === 1 ? '1 answer' : `${formatCount(useCount)} answers`;
  return lastUsedAt === null ? answers : `${answers} · ${formatDaysAgo(lastUsedAt)}`;
}

/** What deleting it means for the answers that were given with it. */
export function inUseWarning(useCount: number): string {
  const one = useCount === 1;
  return (
    `${formatCount(useCount)} ${one ? 'answer was' : 'answers were'} given with it. ` +
    `${one ? 'It stays' : 'They stay'} as ${one ? 'it is' : 'they are'}, but cannot be given again the same way, ` +
    'and chats that still have the adapter switched on ask you to turn it off. Archiving it instead keeps its file.'
  );
}

interface TargetKind {
  label: string;
  matches: (target: string) => boolean;
}

const targetKinds: readonly TargetKind[] = [
  { label: 'attention', matches: (target) => target.startsWith('attn') },
  { label: 'feed-forward', matches: (target) => target.startsWith('ffn') },
  { label: 'vocabulary', matches: (target) => target.startsWith('token_embd') || target === 'output' },
];

/** Which parts of the model it changes: attention (attn_q, attn_v), feed-forward (ffn_up). */
export function targetsInWords(targets: readonly string[]): string {
  if (targets.length === 0) return 'not stated';
  const kindOf = (target: string) =>
    targetKinds.find(({ matches }) => matches(target))?.label ?? 'other parts';
  const byKind = Map.groupBy(targets, kindOf);
  return [...byKind].map(([kind, names]) => `${kind} (${names.join(', ')})`).join('; ');
}
