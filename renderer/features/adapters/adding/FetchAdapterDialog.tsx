import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { DownloadSource } from '../../../../preload/contract/downloads';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { formatBytes } from '../../../components/formatting';
import { useHubName, useLook } from '../../models/find/queries';
import { serverOf } from '../../models/words/serverOf';
import classes from './FetchAdapterDialog.module.css';
import { useFetchAdapter } from './useFetchAdapter';

type Look = NonNullable<ReturnType<typeof useLook>['data']>;

interface FetchAdapterDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Gets an adapter from the hub or an address. Nothing goes out before a button that names the server is pressed. */
export function FetchAdapterDialog({ isOpen, onClose }: FetchAdapterDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Get an adapter from the web" size="lg">
      {isOpen && <FetchAdapterForm onClose={onClose} />}
    </Modal>
  );
}

function FetchAdapterForm({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const look = useLook('adapter');
  const server = serverOf(text, useHubName());
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (server !== null) look.mutate(text.trim());
  };
  return (
    <Stack>
      <form onSubmit={submit}>
        <TextInput
          label="Repository or address"
          description="As owner/name on the model hub (GGUF or PEFT), or an https address of a GGUF file."
          placeholder="owner/my-adapter"
          data-autofocus
          maxLength={2000}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            look.reset();
          }}
        />
        <Group justify="space-between" mt="sm">
          <Text size="sm" c="dimmed">
            {server === null
              ? 'Loam goes out only when you ask it to.'
              : `This asks ${server}, and sends it nothing but the request itself.`}
          </Text>
          <Button type="submit" loading={look.isPending} disabled={server === null}>
            See what it offers
          </Button>
        </Group>
      </form>
      {look.error !== null && <ErrorAlert error={look.error} />}
      {look.data !== undefined && <Offers look={look.data} server={server ?? ''} onStarted={onClose} />}
    </Stack>
  );
}

interface OffersProps {
  look: Look;
  server: string;
  onStarted: () => void;
}

function Offers({ look, server, onStarted }: OffersProps) {
  const client = useQueryClient();
  const fetchAdapter = useFetchAdapter(client);
  if (look.offers.length === 0) {
    return (
      <Text size="sm">
        There is no adapter at {server} under this name: neither a GGUF file nor the two files of a PEFT
        adapter.
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      {fetchAdapter.error !== null && <ErrorAlert error={fetchAdapter.error} />}
      <ul className={classes.offers} aria-label="Files it offers">
        {look.offers.map(({ files, bytes }) => {
          const name = files.join(', ');
          return (
            <li key={name} className={classes.offer}>
              <div className={classes.name}>
                <Text size="sm">{name}</Text>
                <Text size="xs" c="dimmed">
                  {bytes === null ? 'size not stated' : formatBytes(bytes)}
                </Text>
              </div>
              <Button
                size="compact-sm"
                variant="light"
                aria-label={`Download ${name}`}
                loading={fetchAdapter.isPending}
                onClick={() => fetchAdapter.mutate(sourceOf(look, files), { onSuccess: onStarted })}
              >
                Download
              </Button>
            </li>
          );
        })}
      </ul>
      <Text size="xs" c="dimmed">
        {look.licence === null ? 'Its licence is not stated.' : `Licence: ${look.licence}.`} Loam checks what
        arrives before it is used, and refuses a file that is not an adapter for one of your models.
      </Text>
    </Stack>
  );
}

function sourceOf({ source }: Look, files: readonly string[]): DownloadSource {
  return source.type === 'repository' ? { ...source, files: [...files] } : source;
}
