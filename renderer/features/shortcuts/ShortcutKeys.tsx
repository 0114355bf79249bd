import { Group, Kbd } from '@mantine/core';
import { keyCaps } from './shortcutTable';

/** A shortcut as key caps. */
export function ShortcutKeys({ keys }: { keys: string }) {
  return (
    <Group gap={4} wrap="nowrap" component="span">
      {keyCaps(keys).map((cap) => (
        <Kbd key={cap} size="xs">
          {cap}
        </Kbd>
      ))}
    </Group>
  );
}
