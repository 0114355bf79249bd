import { Button, EmptyState, Stack } from '@mantine/core';
import { IconCpu } from '@tabler/icons-react';
import { QueryState } from '../../../components/QueryState';
import { useNavigation } from '../../../navigation';
import { useModels } from '../queries';
import { ModelStatusPanel } from '../status/ModelStatusPanel';
import { ModelCard } from './ModelCard';

/** The models on this computer, under what the loaded one really uses. */
export function InstalledPanel({ onAddFile }: { onAddFile: () => void }) {
  const query = useModels();
  return (
    <QueryState query={query}>
      {(models) => (
        <Stack>
          {models.length === 0 ? <NoModel onAddFile={onAddFile} /> : <ModelStatusPanel models={models} />}
          {models.map((model) => (
            <ModelCard key={model.id} model={model} onAddFile={onAddFile} />
          ))}
        </Stack>
      )}
    </QueryState>
  );
}

function NoModel({ onAddFile }: { onAddFile: () => void }) {
  return (
    <EmptyState
      icon={<IconCpu aria-hidden />}
      title="No model here yet"
      description="Loam cannot answer without one. Find one that suits this computer, or add a GGUF file that you have already."
      py="xl"
    >
      <EmptyState.Actions>
        <Button onClick={() => useNavigation.getState().showModels('find')}>Find models</Button>
        <Button variant="default" onClick={onAddFile}>
          Choose a file…
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
