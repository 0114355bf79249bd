import { Button, Code, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconFolderOpen } from '@tabler/icons-react';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { useApplicationInfo } from '../application/queries';
import { exportConversations, importConversations } from '../conversations/transfer';
import { SettingRow } from './SettingRow';
import { SettingsSection } from './SettingsSection';

export function DataSection() {
  const client = useQueryClient();
  const dataFolder = useApplicationInfo().data?.dataFolder;
  const openFolder = () =>
    void api.application.openDataFolder({}).catch((error: unknown) => notifyError(error));
  return (
    <SettingsSection title="Your data">
      <div>
        <SettingRow
          label="Data folder"
          help="Chats, settings and the log, all in one place on this computer."
        >
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFolderOpen size={16} aria-hidden />}
            onClick={openFolder}
          >
            Open folder
          </Button>
        </SettingRow>
        {dataFolder !== undefined && (
          <Code block mt="xs">
            {dataFolder}
          </Code>
        )}
      </div>
      <SettingRow
        label="Export all chats"
        help="A JSON file that loses nothing and can be imported again. Markdown is for reading."
      >
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={() => void exportConversations(null, 'json')}>
            Export…
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            onClick={() => void exportConversations(null, 'markdown')}
          >
            As Markdown…
          </Button>
        </Group>
      </SettingRow>
      <SettingRow
        label="Import chats"
        help="From a JSON file that Loam exported. Chats that are already here stay as they are."
      >
        <Button variant="default" size="xs" onClick={() => void importConversations(client)}>
          Import…
        </Button>
      </SettingRow>
      <Text size="xs" c="dimmed">
        Nothing in this folder leaves the computer unless you send it somewhere.
      </Text>
    </SettingsSection>
  );
}
