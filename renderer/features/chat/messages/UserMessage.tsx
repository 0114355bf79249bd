import { Button, Text } from '@mantine/core';
import type { Message } from '../../../../preload/contract/conversations';
import { formatCount } from '../../../components/formatting';
import { useMessageActions } from './messageActions';
import classes from './MessageRow.module.css';

/** A question longer than this opens with its beginning: a pasted chapter must not bury the answer. */
const longText = 4000;
const shownOfLongText = 1500;

/** What the user wrote, exactly as written. */
export function UserMessage({ message, isOpen }: { message: Message; isOpen: boolean }) {
  const { toggleOpen } = useMessageActions();
  const isLong = message.text.length > longText;
  const shownText = isLong && !isOpen ? `${message.text.slice(0, shownOfLongText).trimEnd()}…` : message.text;
  return (
    <div className={classes.bubble}>
      <Text className={classes.plainText} component="div">
        {shownText}
      </Text>
      {isLong && (
        <Button
          mt="xs"
          size="compact-xs"
          variant="default"
          aria-expanded={isOpen}
          onClick={() => toggleOpen(message.id)}
        >
          {isOpen ? 'Show less' : `Show all ${formatCount(message.text.length)} characters`}
        </Button>
      )}
    </div>
  );
}
