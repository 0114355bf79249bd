import { Tabs } from '@mantine/core';
import { Screen } from '../../components/Screen';
import { useNavigation, type LibraryTab } from '../../navigation';
import { AssistantsPanel } from './AssistantsPanel';
import { TemplatesPanel } from './TemplatesPanel';

/** Assistants and templates: what a chat can start from. */
export default function LibraryScreen() {
  const tab = useNavigation((state) => state.libraryTab);
  const showLibrary = useNavigation((state) => state.showLibrary);
  return (
    <Screen title="Library" description="Ways to start a chat that you want to use again.">
      <Tabs
        value={tab}
        // The tabs below are the only values there are.
        onChange={(value) => value !== null && showLibrary(value as LibraryTab)}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="assistants">Assistants</Tabs.Tab>
          <Tabs.Tab value="templates">Templates</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="assistants">
          <AssistantsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="templates">
          <TemplatesPanel />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}
