import { Button, Group, Text } from '@mantine/core';
import type { Comparison } from '../../../../preload/contract/comparisons';
import { hasUnfinished, isVeiled, verdictInWords, type KnownNames } from '../words/compareWords';

interface VerdictBarProps {
  comparison: Comparison;
  known: KnownNames;
  /** Null while nothing can be chosen, or it was chosen already. */
  onNone: (() => void) | null;
}

/** Which answer was best, or the question. */
export function VerdictBar({ comparison, known, onNone }: VerdictBarProps) {
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" fw={comparison.choice === null ? 400 : 600} role="status">
        {verdictWords(comparison, known)}
      </Text>
      {onNone !== null && (
        <Button size="compact-sm" variant="default" onClick={onNone}>
          None is better
        </Button>
      )}
    </Group>
  );
}

function verdictWords(comparison: Comparison, known: KnownNames): string {
  if (hasUnfinished(comparison)) return 'The columns are answered one after the other.';
  if (comparison.choice !== null) return `${verdictInWords(comparison, known)}.`;
  return isVeiled(comparison)
    ? 'Which one is best? Loam says who gave which answer once you have chosen.'
    : 'Which one is best?';
}
