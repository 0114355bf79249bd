import { Stack } from '@mantine/core';
import { useEffect } from 'react';
import { Screen } from '../../components/Screen';
import { useNavigation } from '../../navigation';
import { changeDraft, showComparison } from './compareStore';
import { CompareForm } from './form/CompareForm';
import { ComparisonHistory } from './history/ComparisonHistory';
import { ShownComparison } from './result/ShownComparison';

/** One question to several setups, their answers side by side, and the earlier comparisons. */
export default function CompareScreen() {
  useProposal();
  return (
    <Screen
      isWide
      title="Compare"
      description="Ask one question of several models or adapters, with the same seed, and read the answers side by side."
    >
      <Stack gap="xl">
        <CompareForm />
        <ShownComparison />
        <ComparisonHistory />
      </Stack>
    </Screen>
  );
}

/** Takes over what another screen proposes to compare. */
function useProposal(): void {
  const proposal = useNavigation((state) => state.proposal);
  useEffect(() => {
    if (proposal === null) return;
    const taken = useNavigation.getState().takeProposal();
    if (taken === null) return;
    changeDraft(taken);
    showComparison(null);
  }, [proposal]);
}
