import { Badge, Button, Tabs, VisuallyHidden } from '@mantine/core';
import { IconFileDownload, IconFilePlus } from '@tabler/icons-react';
import { DropArea, type DroppedFile } from '../../components/DropArea';
import { HelpHint } from '../../components/HelpHint';
import { Screen } from '../../components/Screen';
import { useNavigation, type ModelsTab } from '../../navigation';
import { AddingState } from './adding/AddingState';
import { AddModelsDialog } from './adding/AddModelsDialog';
import { askHowToAdd, chooseModelFiles } from './adding/addModels';
import { useAddModelsState } from './adding/addModelsStore';
import { DownloadsPanel } from './downloads/DownloadsPanel';
import { useActiveDownloadCount } from './downloads/queries';
import { FindPanel } from './find/FindPanel';
import { InstalledPanel } from './installed/InstalledPanel';

const addFile = () => void chooseModelFiles();

const addDropped = (files: readonly DroppedFile[]) =>
  askHowToAdd({
    paths: files.map(({ path }) => path),
    bytes: files.reduce((total, { bytes }) => total + bytes, 0),
  });

/** The models on this computer, those that can be fetched, and what is under way. */
export default function ModelsScreen() {
  const tab = useNavigation((state) => state.modelsTab);
  const showModels = useNavigation((state) => state.showModels);
  const isAdding = useAddModelsState((state) => state.isAdding);
  return (
    <DropArea
      icon={<IconFileDownload size={36} stroke={1.5} aria-hidden />}
      title="Drop GGUF files here"
      hint="You decide then whether they are copied or used where they are."
      onDrop={addDropped}
    >
      <Screen
        title="Models"
        description={<WhatAModelIs />}
        actions={
          <Button
            variant="default"
            leftSection={<IconFilePlus size={16} aria-hidden />}
            disabled={isAdding}
            onClick={addFile}
          >
            Add a model file…
          </Button>
        }
      >
        <AddingState />
        <Tabs
          value={tab}
          // The tabs below are the only values there are.
          onChange={(value) => value !== null && showModels(value as ModelsTab)}
          keepMounted={false}
        >
          <Tabs.List mb="lg">
            <Tabs.Tab value="installed">On this computer</Tabs.Tab>
            <Tabs.Tab value="find">Find models</Tabs.Tab>
            <DownloadsTab />
          </Tabs.List>
          <Tabs.Panel value="installed">
            <InstalledPanel onAddFile={addFile} />
          </Tabs.Panel>
          <Tabs.Panel value="find">
            <FindPanel />
          </Tabs.Panel>
          <Tabs.Panel value="downloads">
            <DownloadsPanel />
          </Tabs.Panel>
        </Tabs>
      </Screen>
      <AddModelsDialog />
    </DropArea>
  );
}

function DownloadsTab() {
  const count = useActiveDownloadCount();
  return (
    <Tabs.Tab
      value="downloads"
      rightSection={
        count > 0 && (
          <Badge size="sm">
            {count}
            <VisuallyHidden> under way</VisuallyHidden>
          </Badge>
        )
      }
    >
      Downloads
    </Tabs.Tab>
  );
}

function WhatAModelIs() {
  return (
    <>
      A model writes the answers. It is a file on this computer, in the GGUF format&nbsp;
      <HelpHint term="GGUF">
        A file format that holds a whole language model in one file. Many open models are published in it; a
        file name ends in .gguf.
      </HelpHint>
      . You can also drop such files here.
    </>
  );
}
