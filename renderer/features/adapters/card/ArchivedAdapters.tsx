import { Button, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Adapter } from '../../../../preload/contract/adapters';
import { AdapterCard } from './AdapterCard';

/** Adapters that are kept but not offered any more, behind a button. */
export function ArchivedAdapters({ adapters }: { adapters: readonly Adapter[] }) {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section aria-label="Archived adapters">
      <Button
        variant="subtle"
        color="gray"
        size="compact-md"
        leftSection={<Chevron size={18} aria-hidden />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Archived ({adapters.length})
      </Button>
      {isOpen && (
        <Stack mt="xs">
          <Text size="sm" c="dimmed">
            Chats do not offer these. Their files and the history of their answers are kept.
          </Text>
          {adapters.map((adapter) => (
            <AdapterCard key={adapter.id} adapter={adapter} />
          ))}
        </Stack>
      )}
    </section>
  );
}
