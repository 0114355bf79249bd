import { notifyManager, type QueryClient } from '@tanstack/react-query';
import type { Comparison, ComparisonColumn, ComparisonPart } from '../../../preload/contract/comparisons';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { changeLiveComparison, setLiveComparison, showComparison, useCompareStore } from './compareStore';
import { keepComparison } from './queries';

type ComparisonInput = Parameters<typeof api.comparisons.start>[0];

/**
 * Starts a comparison and follows it to its end, whatever is on screen meanwhile. Resolves when it is on the disk.
 *
 * @throws LoamError when it was not accepted
 */
export async function runComparison(client: QueryClient, input: ComparisonInput): Promise<void> {
  const receive = createReceiver(client);
  // Parts travel on another channel than the acknowledgement and may overtake it.
  const early: ComparisonPart[] = [];
  let isAcknowledged = false;
  const { comparison } = await api.comparisons.start(input, (part) => {
    if (isAcknowledged) receive(part);
    else early.push(part);
  });
  setLiveComparison({ comparison, phase: 'loading-model', isStopping: false });
  showComparison(comparison.id);
  keepComparison(client, comparison);
  isAcknowledged = true;
  for (const part of early) receive(part);
}

/** Stops what is being written and keeps it. */
export function stopComparison({ id }: Pick<Comparison, 'id'>): void {
  changeLiveComparison(() => ({ isStopping: true }));
  api.comparisons.cancel({ id }).catch((error: unknown) => {
    changeLiveComparison(() => ({ isStopping: false }));
    notifyError(error);
  });
}

/** Applies parts to the store: words at most once a frame, everything else at once. */
function createReceiver(client: QueryClient): (part: ComparisonPart) => void {
  let pending: { column: number; text: string } | null = null;
  let isFrameRequested = false;

  function applyPending(): void {
    isFrameRequested = false;
    if (pending === null) return;
    const { column, text } = pending;
    pending = null;
    const known = useCompareStore.getState().live?.comparison.columns[column]?.text ?? '';
    changeColumn(column, { text: known + text, status: 'writing' });
  }

  return (part) => {
    if (part.type === 'text-delta') {
      if (pending !== null && pending.column !== part.column) applyPending();
      pending = { column: part.column, text: (pending?.text ?? '') + part.text };
      if (!isFrameRequested) {
        isFrameRequested = true;
        requestAnimationFrame(applyPending);
      }
      return;
    }
    applyPending();
    switch (part.type) {
      case 'phase':
        changeLiveComparison(() => ({ phase: part.phase }));
        changeColumn(part.column, { status: 'writing' });
        break;
      case 'column-end':
        changeLiveComparison(() => ({ phase: 'loading-model' }));
        changeColumn(part.column, part.answer);
        break;
      case 'end':
        keepComparison(client, part.comparison);
        // After the cache has told its readers, so that no frame shows the answers without their words.
        notifyManager.schedule(() => setLiveComparison(null));
        break;
    }
  };
}

function changeColumn(index: number, changes: Partial<ComparisonColumn>): void {
  changeLiveComparison(({ comparison }) => ({
    comparison: {
      ...comparison,
      columns: comparison.columns.map((column, other) =>
        other === index ? { ...column, ...changes } : column,
      ),
    },
  }));
}
