import { Button, ScrollArea, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { emptyScope, type KnowledgeScope } from '../../../../preload/contract/knowledge';
import { HelpHint } from '../../../components/HelpHint';
import { useNavigation } from '../../../navigation';
import classes from './Documents.module.css';
import { PickerList, type PickerItem } from './PickerList';
import { collectionItems, documentItems, sourceItems } from './pickerItems';
import { RemovedDocuments } from './RemovedDocuments';
import { isEmptyScope, toggledScope } from './scopeWords';
import type { ChatDocuments } from './useChatDocuments';
import { useFoundFiles } from './useFoundFiles';

interface DocumentsPickerProps {
  documents: ChatDocuments;
  onChange: (scope: KnowledgeScope) => void;
}

const listHeightPx = 340;
const typingPauseMs = 200;

/** Chooses what a chat answers from: whole collections, folders, single files, or nothing. */
export function DocumentsPicker({ documents, onChange }: DocumentsPickerProps) {
  const { scope, collections } = documents;
  const [search, setSearch] = useState('');
  const [settledSearch] = useDebouncedValue(search.trim(), typingPauseMs);
  const isEmpty = collections?.length === 0;
  const toggle = ({ list, id }: PickerItem) => onChange(toggledScope(scope, list, id));
  return (
    <>
      <div className={classes.head}>
        <Text size="sm" fw={600}>
          Documents{' '}
          <HelpHint term="answering from documents">
            Before the model answers, Loam looks for the passages that fit your question and gives them to it,
            with numbers that it can cite. Nothing leaves this computer.
          </HelpHint>
        </Text>
        {!isEmptyScope(scope) && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChange(emptyScope)}>
            Use none
          </Button>
        )}
      </div>
      <RemovedDocuments chosen={documents.chosen} onChange={onChange} />
      {isEmpty ? (
        <Text size="sm" c="dimmed" px={14} pb={12}>
          No documents yet. Add files or folders, and this chat can answer from them. You can also drop files
          into the chat.
        </Text>
      ) : (
        <>
          <TextInput
            className={classes.search}
            size="xs"
            aria-label="Find a file or folder"
            placeholder="Find a file or folder"
            leftSection={<IconSearch size={14} aria-hidden />}
            data-autofocus
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <ScrollArea.Autosize mah={listHeightPx} type="auto" scrollbarSize={8}>
            {settledSearch === '' ? (
              <ChoiceLists documents={documents} onToggle={toggle} />
            ) : (
              <FoundList search={settledSearch} scope={scope} onToggle={toggle} />
            )}
          </ScrollArea.Autosize>
        </>
      )}
      <div className={classes.foot}>
        <Text size="xs" c="dimmed">
          Applies from your next message.
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => useNavigation.getState().showKnowledge()}
        >
          {isEmpty ? 'Add documents' : 'Manage documents'}
        </Button>
      </div>
    </>
  );
}

interface ChoiceListsProps {
  documents: ChatDocuments;
  onToggle: (item: PickerItem) => void;
}

/** All collections, and the single files and folders that are chosen. */
function ChoiceLists({ documents: { scope, chosen, collections }, onToggle }: ChoiceListsProps) {
  const single = [...sourceItems(chosen.sources, scope), ...documentItems(chosen.documents, scope)];
  return (
    <>
      <PickerList label="Collections" items={collectionItems(collections ?? [], scope)} onToggle={onToggle} />
      {single.length > 0 && <PickerList label="Files and folders" items={single} onToggle={onToggle} />}
    </>
  );
}

interface FoundListProps {
  search: string;
  scope: KnowledgeScope;
  onToggle: (item: PickerItem) => void;
}

function FoundList({ search, scope, onToggle }: FoundListProps) {
  const { items, isSearching } = useFoundFiles(search, scope);
  if (items.length > 0) return <PickerList label="Files and folders" items={items} onToggle={onToggle} />;
  return (
    <Text size="sm" c="dimmed" px={14} py={10} role="status">
      {isSearching ? 'Looking…' : 'No file or folder has this in its name.'}
    </Text>
  );
}
