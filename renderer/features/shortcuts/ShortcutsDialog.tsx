import { Modal, Stack, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';
import { useSettings } from '../settings/queries';
import { useCommand } from './commands';
import { ShortcutKeys } from './ShortcutKeys';
import { shortcutGroups, shortcutTable } from './shortcutTable';

/** The list of all shortcuts, drawn from the table that binds them. Opens as soon as it is mounted. */
export default function ShortcutsDialog() {
  const [isOpen, { open, close }] = useDisclosure(false);
  useCommand('shortcuts', open);
  // Not open from the first drawing on: the dialog then would not know where to give the focus back to.
  useEffect(open, [open]);
  const sendWithEnter = useSettings().data?.sendWithEnter ?? true;
  return (
    <Modal opened={isOpen} onClose={close} title="Keyboard shortcuts" size="md">
      <Stack gap="lg">
        {shortcutGroups.map((group) => (
          <section key={group} aria-labelledby={`shortcuts-${group}`}>
            <Title order={3} fz="sm" mb={4} id={`shortcuts-${group}`}>
              {group}
            </Title>
            <Table verticalSpacing={6} horizontalSpacing={0} withRowBorders={false}>
              <Table.Tbody>
                {shortcutTable
                  .filter((shortcut) => shortcut.group === group)
                  .map(({ command, keys, label }) => (
                    <Table.Tr key={command}>
                      <Table.Td>{label}</Table.Td>
                      <Table.Td w={160}>
                        <ShortcutKeys keys={keys} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                {group === 'Answers' && (
                  <Table.Tr>
                    <Table.Td>Send the message</Table.Td>
                    <Table.Td>
                      <ShortcutKeys keys={sendWithEnter ? 'Enter' : 'mod+Enter'} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Table.Tbody>
            </Table>
          </section>
        ))}
        <Text size="xs" c="dimmed">
          In lists, the arrow keys move and Enter opens. Sending with Enter can be changed in the settings.
        </Text>
      </Stack>
    </Modal>
  );
}
