import { Button, Group, Text } from '@mantine/core';
import type { Adapter } from '../../../../preload/contract/adapters';
import { formatBytes } from '../../../components/formatting';
import { tryAdapter } from '../tryAdapter';

interface AddedNoticeProps {
  adapter: Adapter;
  /** Closes the notification. */
  onAct: () => void;
}

/** An adapter was added: what was done, and the step most people want next. */
export function AddedNotice({ adapter, onAct }: AddedNoticeProps) {
  return (
    <>
      <Text size="sm">
        {formatBytes(adapter.bytes)} copied and checked. It is off until a chat switches it on, beside the
        message field.
      </Text>
      <Group gap="xs" mt="xs">
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            tryAdapter(adapter);
            onAct();
          }}
        >
          Try it in a new chat
        </Button>
      </Group>
    </>
  );
}
