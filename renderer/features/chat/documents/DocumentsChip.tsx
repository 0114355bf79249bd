import { Button, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconFiles } from '@tabler/icons-react';
import type { KnowledgeScope } from '../../../../preload/contract/knowledge';
import { useCommand } from '../../shortcuts/commands';
import classes from './Documents.module.css';
import { DocumentsPicker } from './DocumentsPicker';
import { chosenDocumentsInWords, isEmptyScope } from './scopeWords';
import type { ChatDocuments } from './useChatDocuments';

interface DocumentsChipProps {
  documents: ChatDocuments;
  onChange: (scope: KnowledgeScope) => void;
}

/** Which documents this chat answers from, beside its model. */
export function DocumentsChip({ documents, onChange }: DocumentsChipProps) {
  const [isOpen, { open, close, toggle }] = useDisclosure(false);
  useCommand('choose-documents', open);
  const words = chosenDocumentsInWords(documents.chosen);
  const isNone = isEmptyScope(documents.scope);
  return (
    <Popover
      opened={isOpen}
      onChange={(next) => (next ? open() : close())}
      position="top-start"
      width={380}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          className={classes.chip}
          variant="subtle"
          color="gray"
          size="compact-sm"
          data-on={!isNone || undefined}
          data-wordless={isNone || undefined}
          aria-label={`Documents: ${words}`}
          leftSection={<IconFiles size={16} aria-hidden />}
          rightSection={isNone ? undefined : <IconChevronDown size={14} aria-hidden />}
          onClick={toggle}
        >
          {/* Most chats have none, and need no words for it beside every message. */}
          {!isNone && <span className={classes.chipName}>{words}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <DocumentsPicker documents={documents} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}
