import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { AdapterChoice } from '../../../../preload/contract/adapters';
import { useNavigation } from '../../../navigation';
import { adapterTitle } from '../../adapters/words/adapterWords';
import noticeClasses from '../failures/FailureNotice.module.css';
import { withoutProblems, type ChosenAdapter } from './chatAdapters';

interface AdapterAlertProps {
  chosen: readonly ChosenAdapter[];
  onChange: (choices: AdapterChoice[]) => void;
}

/** Why an adapter that is on cannot take part, with the way out; nothing while all can. */
export function AdapterAlert({ chosen, onChange }: AdapterAlertProps) {
  const troubled = chosen.filter(({ problem }) => problem !== null);
  if (troubled.length === 0) return null;
  const isOne = troubled.length === 1;
  return (
    <Alert
      className={noticeClasses.notice}
      color="red"
      variant="light"
      title={isOne ? 'An adapter of this chat cannot be used' : 'Some adapters of this chat cannot be used'}
      icon={<IconAlertTriangle size={18} aria-hidden />}
    >
      {troubled.map((candidate) => (
        <Text size="sm" key={candidate.choice.adapterId}>
          {candidate.adapter !== undefined && <b>{adapterTitle(candidate.adapter)}: </b>}
          {candidate.problem}
        </Text>
      ))}
      <Group gap="xs" mt="sm">
        <Button size="compact-sm" onClick={() => onChange(withoutProblems(chosen))}>
          {isOne ? 'Turn it off' : 'Turn them off'}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => useNavigation.getState().showScreen('adapters')}
        >
          Open adapters
        </Button>
      </Group>
    </Alert>
  );
}
