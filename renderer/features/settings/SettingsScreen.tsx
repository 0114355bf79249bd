import { Stack } from '@mantine/core';
import { QueryState } from '../../components/QueryState';
import { Screen } from '../../components/Screen';
import { AboutSection } from './AboutSection';
import { AnswersSection } from './AnswersSection';
import { AppearanceSection } from './AppearanceSection';
import { DataSection } from './DataSection';
import { NewChatsSection } from './NewChatsSection';
import { useSettings } from './queries';
import { RuntimeSection } from './runtime/RuntimeSection';
import { useSaveSettings } from './useSaveSettings';

/** Everything the user can set. Each change is saved at once. */
export default function SettingsScreen() {
  const query = useSettings();
  const save = useSaveSettings();
  return (
    <Screen title="Settings" description="Changes are saved as you make them.">
      <QueryState query={query}>
        {(settings) => (
          <Stack gap={40}>
            <AppearanceSection settings={settings} save={save} />
            <NewChatsSection settings={settings} save={save} />
            <AnswersSection settings={settings} save={save} />
            <RuntimeSection settings={settings} save={save} />
            <DataSection />
            <AboutSection />
          </Stack>
        )}
      </QueryState>
    </Screen>
  );
}
