import { Badge } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import type { Provenance } from '../../../../preload/contract/conversations';
import { adapterAtScale } from '../../adapters/words/adapterWords';

/** Which adapters an answer was given with, each at its scale; nothing for the bare model. */
export function AnswerAdapters({ adapters }: Pick<Provenance, 'adapters'>) {
  return adapters.map((adapter) => (
    <Badge key={adapter.id} size="sm" leftSection={<IconPuzzle size={12} aria-hidden />}>
      {adapterAtScale(adapter)}
    </Badge>
  ));
}
