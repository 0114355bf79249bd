import { Button, EmptyState, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCpu, IconFilePlus } from '@tabler/icons-react';
import { notifyError } from '../../components/errors/notifyError';
import { HelpHint } from '../../components/HelpHint';
import { QueryState } from '../../components/QueryState';
import { Screen } from '../../components/Screen';
import { ModelCard } from './ModelCard';
import { ModelStatusPanel } from './ModelStatusPanel';
import { useLinkModelFile, useModels } from './queries';

/** The models on this computer: what is loaded, what could be, and how to add one. */
export default function ModelsScreen() {
  const query = useModels();
  const link = useLinkModelFile();
  const addFile = () =>
    link.mutate(undefined, {
      onSuccess: (model) => {
        if (model === null) return;
        notifications.show({
          title: 'Model added',
          message: `${model.name} is in the list and can be loaded.`,
        });
      },
      onError: (error) => notifyError(error, { title: 'No model was added' }),
    });
  const addButton = (
    <Button leftSection={<IconFilePlus size={16} aria-hidden />} loading={link.isPending} onClick={addFile}>
      Add a model file…
    </Button>
  );
  return (
    <Screen
      title="Models"
      description={
        <>
          A model writes the answers. It is a file on this computer, in the GGUF format&nbsp;
          <HelpHint term="GGUF">
            A file format that holds a whole language model in one file. Many open models are published in it;
            a file name ends in .gguf.
          </HelpHint>
          .
        </>
      }
      actions={addButton}
    >
      <QueryState query={query}>
        {(models) => (
          <Stack>
            <ModelStatusPanel models={models} />
            {models.length === 0 ? (
              <EmptyState
                icon={<IconCpu aria-hidden />}
                title="No model here yet"
                description="Loam cannot answer without one. Choose a GGUF file on your disk; it stays where it is."
                py="xl"
              />
            ) : (
              models.map((model) => <ModelCard key={model.id} model={model} onAddFile={addFile} />)
            )}
          </Stack>
        )}
      </QueryState>
    </Screen>
  );
}
