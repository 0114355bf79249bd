import { Group, Text } from '@mantine/core';
import { IconPlant2 } from '@tabler/icons-react';
import classes from './Wordmark.module.css';

/** The name of the app with its sign. */
export function Wordmark() {
  return (
    <Group gap={8} wrap="nowrap">
      <IconPlant2 size={20} stroke={1.8} className={classes.sign} aria-hidden />
      <Text fw={600} fz="md">
        Loam
      </Text>
    </Group>
  );
}
