import { ActionIcon, CloseButton, Tooltip } from '@mantine/core';
import { IconFile, IconFolder, IconRefresh } from '@tabler/icons-react';
import type { KnowledgeScope } from '../../../../preload/contract/knowledge';
import { notifyError } from '../../../components/errors/notifyError';
import { useDocuments, useReindexDocument, useRetrySource } from '../../knowledge/queries';
import { fileNameOf } from '../../sourceViewer/placeWords';
import { attachmentsOf, type Attachment } from './attachments';
import classes from './Documents.module.css';
import { toggledScope } from './scopeWords';
import type { ChatDocuments } from './useChatDocuments';

interface AttachmentListProps {
  documents: ChatDocuments;
  onChange: (scope: KnowledgeScope) => void;
}

/** The single files and folders of this chat, above the message field. Nothing while there are none. */
export function AttachmentList({ documents: { scope, chosen }, onChange }: AttachmentListProps) {
  const attachments = attachmentsOf(chosen);
  if (attachments.length === 0) return null;
  return (
    <ul className={classes.attachments} aria-label="Files of this chat">
      {attachments.map((attachment) => (
        <AttachmentItem
          key={`${attachment.list}:${attachment.id}`}
          attachment={attachment}
          onRemove={() => onChange(toggledScope(scope, attachment.list, attachment.id))}
        />
      ))}
    </ul>
  );
}

interface AttachmentItemProps {
  attachment: Attachment;
  onRemove: () => void;
}

function AttachmentItem({ attachment, onRemove }: AttachmentItemProps) {
  const { name, kind, state, words } = attachment;
  const fileName = fileNameOf(name);
  const isFailed = state === 'failed';
  const reason = useReason(attachment);
  const retry = useRetry(attachment);
  const Icon = kind === 'folder' ? IconFolder : IconFile;
  return (
    <li className={classes.attachment} data-failed={isFailed || undefined}>
      <Icon size={14} className={classes.attachmentIcon} aria-hidden />
      <span className={classes.attachmentName} title={name}>
        {fileName}
      </span>
      <span className={classes.attachmentState} role={state === 'reading' ? 'status' : undefined}>
        {isFailed && reason !== null ? reason : words}
      </span>
      {isFailed && (
        <Tooltip label="Try again">
          <ActionIcon size="sm" aria-label={`Read ${fileName} again`} onClick={retry}>
            <IconRefresh size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <CloseButton size="sm" aria-label={`Take ${fileName} out of this chat`} onClick={onRemove} />
    </li>
  );
}

/** Why it failed. A source does not say it itself: its file does. */
function useReason({ list, id, state, reason }: Attachment): string | null {
  const isAsked = list === 'sourceIds' && state === 'failed' && reason === null;
  const { data } = useDocuments({ sourceId: id, states: ['failed'] }, 1, isAsked);
  return reason ?? (isAsked ? (data?.items[0]?.error?.message ?? null) : null);
}

function useRetry({ list, id }: Attachment): () => void {
  const { mutate: retrySource } = useRetrySource();
  const { mutate: reindexDocument } = useReindexDocument();
  const onError = (error: unknown) => notifyError(error);
  return () => {
    if (list === 'sourceIds') retrySource(id, { onError });
    else reindexDocument(id, { onError });
  };
}
