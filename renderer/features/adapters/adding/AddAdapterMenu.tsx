import { Button, Menu, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconChevronDown, IconFile, IconFolder, IconWorldDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { chooseAdapter } from './addAdapter';
import { useAdding } from './addingStore';

/** The ways to get an adapter. */
export function AddAdapterMenu({ onFetch }: { onFetch: () => void }) {
  const client = useQueryClient();
  const isAdding = useAdding(({ adding }) => adding.length > 0);
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={16} aria-hidden />} loading={isAdding}>
          Add an adapter
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Way
          icon={<IconFile size={18} aria-hidden />}
          label="GGUF file…"
          description="A LoRA adapter as llama.cpp reads it; its name ends in .gguf"
          onClick={() => void chooseAdapter(client, 'file')}
        />
        <Way
          icon={<IconFolder size={18} aria-hidden />}
          label="PEFT folder…"
          description="What training with PEFT leaves: adapter_config.json and its weights. Loam converts it."
          onClick={() => void chooseAdapter(client, 'folder')}
        />
        <Way
          icon={<IconWorldDownload size={18} aria-hidden />}
          label="From the web…"
          description="A repository on the model hub, or an https address"
          onClick={onFetch}
        />
      </Menu.Dropdown>
    </Menu>
  );
}

interface WayProps {
  icon: ReactNode;
  label: string;
  description: string;
  onClick: () => void;
}

function Way({ icon, label, description, onClick }: WayProps) {
  return (
    <Menu.Item leftSection={icon} onClick={onClick}>
      <Text size="sm">{label}</Text>
      <Text size="xs" c="dimmed">
        {description}
      </Text>
    </Menu.Item>
  );
}
