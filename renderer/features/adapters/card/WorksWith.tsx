import { Button, List, Popover, Text } from '@mantine/core';
import type { Adapter } from '../../../../preload/contract/adapters';
import { useModels } from '../../models/queries';
import { useCompatibilities } from '../queries';
import { fitOf, type AdapterFit } from '../words/compatibility';

/** Which installed models an adapter works with, and why not with the others. */
export function WorksWith({ adapter }: { adapter: Adapter }) {
  const models = useModels().data?.filter(({ isPresent }) => isPresent) ?? [];
  const compatibilities = useCompatibilities(models.map(({ id }) => id));
  const fit = fitOf(adapter.id, compatibilities, models);
  const isUnknown = fit.works.length + fit.refused.length < models.length;
  return (
    <>
      {worksInWords(fit, isUnknown)}
      {fit.refused.length > 0 && <WhyNot refused={fit.refused} />}
    </>
  );
}

function worksInWords({ works }: AdapterFit, isUnknown: boolean): string {
  if (works.length > 0) return works.map(({ name }) => name).join(', ');
  return isUnknown ? 'Checking…' : 'None of the installed models';
}

function WhyNot({ refused }: Pick<AdapterFit, 'refused'>) {
  return (
    <Popover width={340} position="bottom-start" withArrow shadow="md" trapFocus={false}>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" color="gray" ml={6}>
          {refused.length === 1 ? 'Why not the other model?' : `Why not the other ${refused.length} models?`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <List size="sm" listStyleType="none" spacing={8}>
          {refused.map(({ model, reason }) => (
            <List.Item key={model.id}>
              <Text size="sm" fw={600}>
                {model.name}
              </Text>
              <Text size="sm" c="dimmed">
                {reason}
              </Text>
            </List.Item>
          ))}
        </List>
      </Popover.Dropdown>
    </Popover>
  );
}
