import { Button, DataList, Group } from '@mantine/core';
import { useNavigation } from '../../navigation';
import { useApplicationInfo } from '../application/queries';
import { runCommand } from '../shortcuts/commands';
import { SettingsSection } from './SettingsSection';

export function AboutSection() {
  const info = useApplicationInfo().data;
  const versions: [string, string | undefined][] = [
    ['Loam', info?.version],
    ['Electron', info?.runtime.electron],
    ['Chromium', info?.runtime.chromium],
    ['Node', info?.runtime.node],
    ['System', info?.platform],
  ];
  return (
    <SettingsSection title="About">
      <DataList size="sm" gap={4} labelWidth={130}>
        {versions.map(([name, version]) => (
          <DataList.Item key={name}>
            <DataList.ItemLabel>{name}</DataList.ItemLabel>
            <DataList.ItemValue>{version ?? '…'}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={() => runCommand('shortcuts')}>
          Keyboard shortcuts
        </Button>
        <Button variant="default" size="xs" onClick={() => useNavigation.getState().showScreen('welcome')}>
          What is local and what is not
        </Button>
      </Group>
    </SettingsSection>
  );
}
