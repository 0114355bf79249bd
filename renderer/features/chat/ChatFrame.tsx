import { useDisclosure } from '@mantine/hooks';
import { IconFilePlus } from '@tabler/icons-react';
import type { ClipboardEvent, ReactNode } from 'react';
import type { AdapterChoice } from '../../../preload/contract/adapters';
import type { Conversation } from '../../../preload/contract/conversations';
import type { KnowledgeScope } from '../../../preload/contract/knowledge';
import { DropArea } from '../../components/DropArea';
import { useAssistants } from '../library/queries';
import { useSettings } from '../settings/queries';
import { useCommand } from '../shortcuts/commands';
import { AdapterAlert } from './adapters/AdapterAlert';
import { AdapterChip } from './adapters/AdapterChip';
import type { ChatAdapters } from './adapters/chatAdapters';
import { useChatAdapters } from './adapters/useChatAdapters';
import classes from './ChatFrame.module.css';
import { ChatSettingsDrawer } from './choices/ChatSettingsDrawer';
import type { ChatChoices } from './choices/chatChoices';
import type { ChatChoicesControl } from './choices/useChatChoices';
import { Composer } from './composer/Composer';
import { ContextMeter } from './context/ContextMeter';
import { AttachButton } from './documents/AttachButton';
import { AttachmentList } from './documents/AttachmentList';
import { DocumentsChip } from './documents/DocumentsChip';
import { pastedFiles } from './documents/pastedFiles';
import { useAttaching } from './documents/useAttaching';
import { useChatDocuments } from './documents/useChatDocuments';
import { chatFacts } from './header/chatFacts';
import { ChatHeader } from './header/ChatHeader';
import { canAnswer, type ChatModel } from './model/chatModel';
import { ModelAlert } from './model/ModelAlert';
import { ModelChip } from './model/ModelChip';

interface ChatFrameProps {
  /** Null: the fresh chat. */
  conversation: Conversation | null;
  control: ChatChoicesControl;
  model: ChatModel;
  isAnswering: boolean;
  isStopping: boolean;
  onSend: (text: string) => Promise<boolean>;
  onStop: () => void;
  onFork: () => void;
  /** What went wrong with the last attempt, above the composer. */
  notice: ReactNode;
  /** Whether something on screen already says what the model's own alert would repeat. */
  isModelAlertHidden: boolean;
  children: ReactNode;
}

/** What every chat has around its messages: header, alerts, composer and settings. */
export function ChatFrame(props: ChatFrameProps) {
  const { conversation, control, model, isAnswering } = props;
  const { choices, change } = control;
  const [isDrawerOpen, drawer] = useDisclosure(false);
  const { data: assistants } = useAssistants();
  const { data: settings } = useSettings();
  useCommand('chat-settings', drawer.open);
  const modelId = choices?.modelId ?? null;
  const id = conversation?.id ?? null;
  const adapters = useChatAdapters(choices?.adapters, model);
  const onAdaptersChange = (next: AdapterChoice[]) => change({ adapters: next });
  const documents = useChatDocuments(choices?.scope);
  const attaching = useAttaching(id, choices);
  const onScopeChange = (scope: KnowledgeScope) => change({ scope });
  const onPaste = (event: ClipboardEvent) => {
    const files = pastedFiles(event);
    if (files.length === 0) return;
    event.preventDefault();
    attaching.attach(files);
  };
  const onModelChange = (next: string | null) => change({ modelId: next });
  return (
    <DropArea
      icon={<IconFilePlus size={36} stroke={1.5} aria-hidden />}
      title="Drop files or folders here"
      hint="This chat answers from them. They stay where they are, and nothing leaves this computer."
      onDrop={attaching.attach}
    >
      <section className={classes.chat} aria-label="Chat">
        <ChatHeader
          conversation={conversation}
          facts={chatFacts(choices, assistants ?? [], model, adapters.chosen)}
          onOpenSettings={drawer.open}
          onFork={props.onFork}
        />
        {props.children}
        <div className={classes.alerts}>
          {props.notice}
          {!props.isModelAlertHidden && !isAnswering && (
            <ModelAlert
              model={model}
              hasOwnChoice={modelId !== null}
              onUseSettingsModel={() => onModelChange(null)}
            />
          )}
          {!isAnswering && <AdapterAlert chosen={adapters.chosen} onChange={onAdaptersChange} />}
        </div>
        <Composer
          conversationId={id}
          isAnswering={isAnswering}
          isStopping={props.isStopping}
          blockedReason={blockedReason(choices, model, adapters)}
          contextSize={model.state === 'ready' ? model.contextSize : (settings?.contextSize ?? null)}
          onSend={props.onSend}
          onStop={props.onStop}
          model={<ModelChip model={model} modelId={modelId} onChange={onModelChange} />}
          adapters={<AdapterChip adapters={adapters} onChange={onAdaptersChange} />}
          documents={<DocumentsChip documents={documents} onChange={onScopeChange} />}
          attach={<AttachButton attaching={attaching} />}
          attachments={<AttachmentList documents={documents} onChange={onScopeChange} />}
          onPaste={onPaste}
          meter={<ContextMeter conversationId={id} />}
        />
        <ChatSettingsDrawer
          isOpen={isDrawerOpen}
          onClose={drawer.close}
          control={control}
          adapters={adapters}
          isStored={conversation !== null}
        />
      </section>
    </DropArea>
  );
}

function blockedReason(
  choices: ChatChoices | undefined,
  model: ChatModel,
  { chosen }: ChatAdapters,
): string | null {
  if (choices === undefined) return 'This chat is still being opened.';
  if (!canAnswer(model)) return 'This chat needs a model before it can answer.';
  return chosen.every(({ problem }) => problem === null)
    ? null
    : 'An adapter of this chat cannot be used. Turn it off before you ask.';
}
