import { Tabs } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconFolderPlus } from '@tabler/icons-react';
import { DropArea } from '../../components/DropArea';
import { HelpHint } from '../../components/HelpHint';
import { Screen } from '../../components/Screen';
import { useNavigation, type KnowledgeTab } from '../../navigation';
import { SourceViewerLayout } from '../sourceViewer/SourceViewerLayout';
import { addSources } from './actions';
import { DocumentsTab } from './DocumentsTab';
import { IndexingBar } from './indexing/IndexingBar';
import { RecallTab } from './recall/RecallTab';

/** The user's own documents that answers are drawn from, and a way to test what a search finds in them. */
export default function KnowledgeScreen() {
  const client = useQueryClient();
  const tab = useNavigation((state) => state.knowledgeTab);
  const showKnowledge = useNavigation((state) => state.showKnowledge);
  return (
    <SourceViewerLayout>
      <DropArea
        icon={<IconFolderPlus size={36} stroke={1.5} aria-hidden />}
        title="Drop files and folders here"
        hint="Loam reads them where they are; nothing is copied and nothing leaves this computer."
        onDrop={(files) =>
          void addSources(
            client,
            files.map(({ path }) => path),
          )
        }
      >
        <Screen title="Knowledge" description={<WhatKnowledgeIs />} isWide>
          <IndexingBar />
          <Tabs
            value={tab}
            // The tabs below are the only values there are.
            onChange={(value) => value !== null && showKnowledge(value as KnowledgeTab)}
            keepMounted={false}
          >
            <Tabs.List mb="lg">
              <Tabs.Tab value="documents">Documents</Tabs.Tab>
              <Tabs.Tab value="recall">Test the search</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="documents">
              <DocumentsTab />
            </Tabs.Panel>
            <Tabs.Panel value="recall">
              <RecallTab />
            </Tabs.Panel>
          </Tabs>
        </Screen>
      </DropArea>
    </SourceViewerLayout>
  );
}

function WhatKnowledgeIs() {
  return (
    <>
      Your own documents, which chats can answer from. Loam reads them on this computer and keeps their text
      in passages&nbsp;
      <HelpHint term="passage">
        A piece of a document, about a paragraph long, with its exact place. A search finds passages, and an
        answer cites them.
      </HelpHint>
      .
    </>
  );
}
