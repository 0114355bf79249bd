import { Badge, Box, Button, Group, Text } from '@mantine/core';
import { IconDownload, IconStarFilled } from '@tabler/icons-react';
import type { CatalogueModel } from '../../../../preload/contract/catalogue';
import type { Download } from '../../../../preload/contract/downloads';
import { Fact, FactGrid } from '../../../components/FactGrid';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes, formatCount } from '../../../components/formatting';
import { ItemCard } from '../../../components/ItemCard';
import { useNavigation } from '../../../navigation';
import { DownloadProgress } from '../downloads/DownloadProgress';
import { useDownloads, useStartDownload } from '../downloads/queries';
import { FitBadge } from '../installed/FitBadge';
import { contextHelp, licenceHelp, parametersHelp, quantizationHelp } from '../installed/ModelFacts';
import { quantizationWords } from '../words/quantizationWords';

/** A model of the list: what it is good for, whether it fits, and its way here. */
export function CatalogueCard({ model }: { model: CatalogueModel }) {
  const { name, goodFor, isRecommended, isUserDefined, fit } = model;
  return (
    <ItemCard
      title={name}
      badges={
        <>
          {isRecommended && (
            <Badge leftSection={<IconStarFilled size={10} aria-hidden />}>
              Recommended for this computer
            </Badge>
          )}
          {isUserDefined && <Badge color="gray">From your own list</Badge>}
        </>
      }
      actions={<FitBadge fit={fit} />}
    >
      <Text size="sm">{goodFor}</Text>
      <CatalogueFacts model={model} />
      <Box mt="md">
        <WayHere model={model} />
      </Box>
    </ItemCard>
  );
}

function CatalogueFacts({ model }: { model: CatalogueModel }) {
  const { bytes, parameters, contextLength, licence, quantization } = model;
  return (
    <FactGrid>
      <Fact label="Size">{formatBytes(bytes)}</Fact>
      <Fact label="Parameters" help={parametersHelp}>
        {parameters}
      </Fact>
      <Fact label="Context" help={contextHelp}>
        {formatCount(contextLength)} tokens
      </Fact>
      <Fact label="Licence" help={licenceHelp}>
        {licence}
      </Fact>
      <Fact label="Quantisation" help={quantizationHelp} isWide>
        <b>{quantization}</b>: {quantizationWords(quantization)}
      </Fact>
    </FactGrid>
  );
}

/** The download that brings this model, if one is under way. */
function downloadOf(model: CatalogueModel, downloads: readonly Download[]): Download | undefined {
  return downloads.find(
    ({ id, source, state }) =>
      state !== 'done' &&
      (id === model.downloadId || (source.type === 'catalogue' && source.catalogueId === model.id)),
  );
}

function WayHere({ model }: { model: CatalogueModel }) {
  const downloads = useDownloads().data ?? [];
  const start = useStartDownload();
  const download = downloadOf(model, downloads);
  if (download !== undefined) return <DownloadProgress download={download} />;
  if (model.installedModelId !== null) {
    return (
      <Group gap="xs">
        <Badge color="moss">On this computer</Badge>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          onClick={() => useNavigation.getState().showModels('installed')}
        >
          Show it
        </Button>
      </Group>
    );
  }
  const isTooLarge = model.fit.verdict === 'too-large';
  const label = `${isTooLarge ? 'Download all the same' : 'Download'}, ${formatBytes(model.bytes)}`;
  return (
    <Group gap="sm">
      <Button
        size="xs"
        variant={model.isRecommended ? 'filled' : isTooLarge ? 'default' : 'light'}
        leftSection={<IconDownload size={16} aria-hidden />}
        aria-label={`${label}: ${model.name}`}
        loading={start.isPending}
        onClick={() =>
          start.mutate(
            { type: 'catalogue', catalogueId: model.id },
            { onError: (error) => notifyError(error) },
          )
        }
      >
        {label}
      </Button>
      <Text size="xs" c="dimmed">
        from {model.repository}
      </Text>
    </Group>
  );
}
