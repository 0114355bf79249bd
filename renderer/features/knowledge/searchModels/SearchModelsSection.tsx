import { Button, Collapse, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconChevronRight, IconFolderPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { IndexStatus, RetrievalModel } from '../../../../preload/contract/retrieval';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import { HelpHint } from '../../../components/HelpHint';
import { QueryState } from '../../../components/QueryState';
import { useIndexingProgress } from '../queries';
import { useChooseSearchModel, useIndexStatus, useRebuildIndex, useSearchModels } from '../retrievalQueries';
import { passagesInWords } from '../words/stateWords';
import { SearchModelCard } from './SearchModelCard';
import classes from './searchModels.module.css';

/** The models that search: folded away for as long as all is well with them. */
export function SearchModelsSection() {
  const query = useSearchModels();
  const problem = useIndexingProgress().data?.problem ?? null;
  const needsLook = problem?.code.startsWith('embedder/') === true;
  const [isUnfolded, setUnfolded] = useState<boolean | null>(null);
  const isOpen = isUnfolded ?? needsLook;
  const panelId = useId();
  return (
    <section className={classes.section} aria-label="Search models">
      <UnstyledButton
        className={classes.fold}
        aria-expanded={isOpen}
        aria-controls={panelId}
        onClick={() => setUnfolded(!isOpen)}
      >
        <IconChevronRight size={16} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
        <Text size="sm" fw={500} component="span">
          Search models
        </Text>
        <Text size="sm" c="dimmed" component="span" className={classes.inUse}>
          {query.data === undefined ? '' : inUseWords(query.data)}
        </Text>
      </UnstyledButton>
      <Collapse expanded={isOpen} id={panelId}>
        <div className={classes.panel}>
          {isOpen && <QueryState query={query}>{(models) => <SearchModels models={models} />}</QueryState>}
        </div>
      </Collapse>
    </section>
  );
}

function inUseWords(models: readonly RetrievalModel[]): string {
  const used = (kind: RetrievalModel['kind']) =>
    models.find((model) => model.kind === kind && model.isInUse)?.name;
  return `${used('embedder') ?? 'no embedder'}, ${used('reranker') ?? 'no reranker'}`;
}

function SearchModels({ models }: { models: readonly RetrievalModel[] }) {
  const choose = useChooseSearchModel();
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text size="sm" c="dimmed" flex="1 1 320px">
          An embedder&nbsp;
          <HelpHint term="embedder">
            A small model that turns a text into a list of numbers, its vector. Texts that mean something
            similar get similar vectors, so that a search finds a passage without sharing a word with it.
          </HelpHint>{' '}
          finds passages by what they mean. A reranker&nbsp;
          <HelpHint term="reranker">
            A model that reads the question together with each passage that was found, and puts them in a
            better order. It takes longer; Loam works without one.
          </HelpHint>{' '}
          is optional. Both run on this computer.
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFolderPlus size={16} aria-hidden />}
          loading={choose.isPending}
          onClick={() =>
            choose.mutate(undefined, {
              onError: (error) => notifyError(error, { title: 'The search model was not added' }),
            })
          }
        >
          Add from a folder…
        </Button>
      </Group>
      {models.map((model) => (
        <SearchModelCard key={model.id} model={model} />
      ))}
      <IndexLine models={models} />
    </Stack>
  );
}

/** What is in the index, and the way to make it again. */
function IndexLine({ models }: { models: readonly RetrievalModel[] }) {
  const status = useIndexStatus().data;
  const rebuild = useRebuildIndex();
  const [isAsking, setAsking] = useState(false);
  if (status === undefined) return null;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" flex="1 1 320px">
        {indexWords(status, models)}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        disabled={status.building !== null}
        loading={rebuild.isPending}
        onClick={() => setAsking(true)}
      >
        Make the index anew…
      </Button>
      <ConfirmDialog
        title={isAsking ? 'Make the search index anew?' : null}
        message="Only needed when searches behave strangely. It is made from the texts that Loam keeps, without reading your files again. Searches use the old index until the new one is complete."
        confirmLabel="Make it anew"
        onConfirm={() => rebuild.mutate(undefined, { onError: (error) => notifyError(error) })}
        onClose={() => setAsking(false)}
      />
    </Group>
  );
}

function indexWords(
  { passages, embedderId, building }: IndexStatus,
  models: readonly RetrievalModel[],
): string {
  const nameOf = (id: string) => models.find((model) => model.id === id)?.name ?? 'another embedder';
  const now =
    embedderId === null
      ? 'There is no search index yet.'
      : `The search index holds ${passagesInWords(passages)}, made with ${nameOf(embedderId)}.`;
  if (building === null) return now;
  if (building.embedderId === embedderId) return `${now} It is being completed.`;
  return `${now} A new one with ${nameOf(building.embedderId)} is being made.`;
}
