import { EmptyState } from '@mantine/core';
import { IconFiles } from '@tabler/icons-react';
import { AddSourcesButtons } from './sources/AddSourcesButtons';

/** Nothing was added yet: what to do first, and what will happen then. */
export function EmptyKnowledge() {
  return (
    <EmptyState
      icon={<IconFiles aria-hidden />}
      title="No documents yet"
      description="Add a folder or drop files here: Loam reads them on this computer and answers from them. Your files stay where they are and as they are."
      py="xl"
    >
      <EmptyState.Actions>
        <AddSourcesButtons isFirst />
      </EmptyState.Actions>
    </EmptyState>
  );
}
