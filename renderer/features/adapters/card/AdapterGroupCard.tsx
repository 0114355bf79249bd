import { Button, Stack } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { AdapterGroup } from '../words/adapterGroups';
import { AdapterCard } from './AdapterCard';
import classes from './card.module.css';

/** All versions of one name: the newest open, the older ones behind a button. */
export function AdapterGroupCard({ group: { name, newest, older } }: { group: AdapterGroup }) {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section aria-label={`Versions of ${name}`}>
      <AdapterCard adapter={newest} />
      {older.length > 0 && (
        <div className={classes.older}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<Chevron size={16} aria-hidden />}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {older.length === 1 ? '1 older version' : `${older.length} older versions`}
          </Button>
          {isOpen && (
            <Stack mt="xs">
              {older.map((adapter) => (
                <AdapterCard key={adapter.id} adapter={adapter} />
              ))}
            </Stack>
          )}
        </div>
      )}
    </section>
  );
}
