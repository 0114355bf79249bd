import { Drawer, Text, UnstyledButton } from '@mantine/core';
import type { Adapter, AdapterUse } from '../../../../preload/contract/adapters';
import { QueryState } from '../../../components/QueryState';
import { useNavigation } from '../../../navigation';
import { useAdapterUses } from '../queries';
import { adapterTitle, scaleInWords } from '../words/adapterWords';
import classes from './card.module.css';

interface AdapterUsesProps {
  adapter: Adapter;
  isOpen: boolean;
  onClose: () => void;
}

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The history of use: every answer that was given with an adapter leads to its place in its chat. */
export function AdapterUses({ adapter, isOpen, onClose }: AdapterUsesProps) {
  const query = useAdapterUses(adapter.id, isOpen);
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={420}
      title={`Answers with ${adapterTitle(adapter)}`}
    >
      <Text size="sm" c="dimmed" mb="sm">
        The newest first. Choose one to see it in its chat.
      </Text>
      <QueryState query={query}>
        {(uses) => (
          <ul className={classes.uses} aria-label="Answers">
            {uses.map((use) => (
              <li key={use.messageId}>
                <UseLink use={use} onOpen={onClose} />
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </Drawer>
  );
}

function UseLink({ use, onOpen }: { use: AdapterUse; onOpen: () => void }) {
  const { conversationId, conversationTitle, messageId, scale, usedAt } = use;
  return (
    <UnstyledButton
      className={classes.use}
      onClick={() => {
        onOpen();
        useNavigation.getState().showConversation(conversationId, messageId);
      }}
    >
      <Text size="sm" truncate>
        {conversationTitle}
      </Text>
      <Text size="xs" className={classes.useFacts}>
        {dateAndTime.format(usedAt)} · × {scaleInWords(scale)}
      </Text>
    </UnstyledButton>
  );
}
