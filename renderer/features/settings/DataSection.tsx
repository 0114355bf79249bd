import { Button, Code, Group, Menu, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconChevronDown, IconFolderOpen } from '@tabler/icons-react';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { useApplicationInfo } from '../application/queries';
import { exportConversations, importConversations } from '../conversations/transfer';
import { SettingRow } from './SettingRow';
import { SettingsSection } from './SettingsSection';

export function DataSection() {
  const client = useQueryClient();
  const dataFolder = useApplicationInfo().data?.dataFolder;
  const openFolder = () => void api.application.openDataFolder({}).catch((error: unknown) => notifyError(error));
  return (
    <SettingsSection title="Your data">
      <div>
        <SettingRow label="Data folder" help="Chats, settings and the log, all in one place on this computer.">
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
      <SettingRow label="Export all chats" help="JSON can be imported again and loses nothing; Markdown is for reading.">
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden />}>
              Export
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void exportConversations(null, 'json')}>As JSON</Menu.Item>
            <Menu.Item onClick={() => void exportConversations(null, 'markdown')}>As Markdown</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </SettingRow>
      <SettingRow label="Import chats" help="From a JSON file that Loam exported. Chats that are already here stay as they are.">
        <Button variant="default" size="xs" onClick={() => void importConversations(client)}>
          Import…
        </Button>
      </SettingRow>
      <Group>
        <Text size="xs" c="dimmed">
          Nothing in this folder leaves the computer unless you send it somewhere.
        </Text>
      </Group>
    </SettingsSection>
  );
}
