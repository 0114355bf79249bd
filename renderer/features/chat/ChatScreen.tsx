import { SourceViewerLayout } from '../sourceViewer/SourceViewerLayout';
import { FreshChat } from './FreshChat';
import { StoredChat } from './StoredChat';

interface ChatScreenProps {
  /** Null: a fresh chat, created when its first message is sent. */
  conversationId: string | null;
}

/** A conversation on screen. */
export function ChatScreen({ conversationId }: ChatScreenProps) {
  return (
    <SourceViewerLayout>
      {conversationId === null ? (
        <FreshChat />
      ) : (
        <StoredChat key={conversationId} conversationId={conversationId} />
      )}
    </SourceViewerLayout>
  );
}
