import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { OfferedFile } from '../../../../preload/contract/catalogue';
import type { Download, DownloadSource } from '../../../../preload/contract/downloads';
import type { LoamApi } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes } from '../../../components/formatting';
import { DownloadProgress } from '../downloads/DownloadProgress';
import { useDownloads, useStartDownload } from '../downloads/queries';
import { FitBadge } from '../installed/FitBadge';
import { quantizationWords } from '../words/quantizationWords';
import classes from './find.module.css';

type Found = Awaited<ReturnType<LoamApi['catalogue']['look']>>;

/** The files that a repository or an address offers, smallest first. */
export function OfferList({ found }: { found: Found }) {
  const { source, licence, offers } = found;
  if (offers.length === 0) {
    return (
      <Text size="sm" mt="md" role="status">
        There is no GGUF file. Many repositories have a sister with “GGUF” in its name.
      </Text>
    );
  }
  const place = source.type === 'repository' ? source.repository : source.url;
  return (
    <Stack gap="xs" mt="md">
      <Text size="sm" role="status" className={classes.place}>
        {offers.length === 1 ? 'One file' : `${offers.length} files`} in <b>{place}</b>, licence:{' '}
        {licence ?? 'not stated'}
      </Text>
      {offers
        .toSorted((a, b) => (a.bytes ?? Infinity) - (b.bytes ?? Infinity))
        .map((offer) => (
          <Offer key={offer.files.join()} offer={offer} source={sourceOf(found, offer)} />
        ))}
    </Stack>
  );
}

function sourceOf({ source }: Found, { files }: OfferedFile): DownloadSource {
  return source.type === 'url' ? source : { ...source, files };
}

function isSameSource(a: DownloadSource, b: DownloadSource): boolean {
  if (a.type === 'url') return b.type === 'url' && a.url === b.url;
  return (
    a.type === 'repository' &&
    b.type === 'repository' &&
    a.repository === b.repository &&
    a.files.join() === b.files.join()
  );
}

function Offer({ offer, source }: { offer: OfferedFile; source: DownloadSource }) {
  const { files, bytes, quantization, fit } = offer;
  const downloads = useDownloads().data ?? [];
  const download = downloads.find((known) => isSameSource(known.source, source));
  const name = files[0] ?? 'file';
  const otherParts = files.length - 1;
  const parts = otherParts === 0 ? '' : ` and ${otherParts} more ${otherParts === 1 ? 'part' : 'parts'}`;
  return (
    <Paper withBorder p="sm" radius="md" component="article" aria-label={name}>
      <Group gap="sm" justify="space-between">
        <div className={classes.offer}>
          <Text size="sm" fw={500} className={classes.place}>
            {name}
            {parts}
          </Text>
          <Text size="xs" c="dimmed">
            {bytes === null ? 'size not stated' : formatBytes(bytes)}
            {quantization !== null && ` · ${quantization}: ${quantizationWords(quantization)}`}
          </Text>
        </div>
        <Group gap="xs">
          {fit !== null && <FitBadge fit={fit} />}
          <OfferButton name={name} source={source} download={download} />
        </Group>
      </Group>
      {download !== undefined && download.state !== 'done' && (
        <div className={classes.progress}>
          <DownloadProgress download={download} />
        </div>
      )}
    </Paper>
  );
}

interface OfferButtonProps {
  name: string;
  source: DownloadSource;
  download: Download | undefined;
}

function OfferButton({ name, source, download }: OfferButtonProps) {
  const start = useStartDownload();
  if (download !== undefined) {
    return download.state === 'done' ? <Text size="sm">Downloaded</Text> : null;
  }
  return (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={<IconDownload size={14} aria-hidden />}
      aria-label={`Download ${name}`}
      loading={start.isPending}
      onClick={() => start.mutate(source, { onError: (error) => notifyError(error) })}
    >
      Download
    </Button>
  );
}
