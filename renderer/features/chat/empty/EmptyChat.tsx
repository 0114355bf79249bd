import { Text, Title, UnstyledButton } from '@mantine/core';
import { IconLock, IconPlant2 } from '@tabler/icons-react';
import type { Assistant } from '../../../../preload/contract/assistants';
import { modelNameOf, type ChatModel } from '../model/chatModel';
import classes from './EmptyChat.module.css';
import { exampleQuestions } from './exampleQuestions';

interface EmptyChatProps {
  assistant: Assistant | undefined;
  model: ChatModel;
  /** Whether an example can be sent now. */
  isReady: boolean;
  onAsk: (question: string) => void;
}

/** A chat before its first message: who answers, where, and a few first questions. */
export function EmptyChat({ assistant, model, isReady, onAsk }: EmptyChatProps) {
  return (
    <div className={classes.scroller}>
      <div className={classes.center}>
        <IconPlant2 className={classes.sign} size={40} stroke={1.4} aria-hidden />
        <Title order={2} className={classes.name}>
          {assistant?.name ?? 'What is on your mind?'}
        </Title>
        {assistant !== undefined && assistant.description !== '' && (
          <Text className={classes.description}>{assistant.description}</Text>
        )}
        <ul className={classes.examples} aria-label="Examples">
          {exampleQuestions.map(({ title, question }) => (
            <li key={question}>
              <UnstyledButton className={classes.example} disabled={!isReady} onClick={() => onAsk(question)}>
                <Text size="sm" fw={600}>
                  {title}
                </Text>
                <Text size="sm" className={classes.question}>
                  {question}
                </Text>
              </UnstyledButton>
            </li>
          ))}
        </ul>
        <Text size="sm" className={classes.local}>
          <IconLock size={15} aria-hidden className={classes.lock} />
          {whoAnswers(model)} Everything stays on this computer.
        </Text>
      </div>
    </div>
  );
}

function whoAnswers(model: ChatModel): string {
  const name = modelNameOf(model);
  if (name === null) return '';
  return model.state === 'ready' || model.state === 'loading' || model.state === 'not-loaded'
    ? `${name} answers here.`
    : '';
}
