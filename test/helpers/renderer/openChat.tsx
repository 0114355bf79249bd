import { screen } from '@testing-library/react';
import type { Message } from '../../../preload/contract/conversations';
import { ChatScreen } from '../../../renderer/features/chat/ChatScreen';
import { useNavigation } from '../../../renderer/navigation';
import type { RecordingBridge } from './recordingBridge';
import { renderInApp, type RenderedApp } from './renderInApp';
import { sampleAnswer, sampleConversation, sampleMessage } from './sampleChat';

export const question = sampleMessage('m1', null, { text: 'Why is the sky blue?' });
export const answer = sampleAnswer('m2', 'm1', { text: 'Light is scattered.' });

/** The chat that navigation points at, as the app shows it. */
export function CurrentChat() {
  return <ChatScreen conversationId={useNavigation((state) => state.conversationId)} />;
}

/** Opens the conversation `c1` with these messages; the last one ends the branch on screen. */
export function openChat(recording: RecordingBridge, messages: Message[]): RenderedApp {
  const activeLeafId = messages.at(-1)?.id ?? null;
  recording.answer('conversations.get', ({ id }: { id: string }) => sampleConversation({ id, activeLeafId }));
  recording.answer('conversations.messages', () => messages);
  useNavigation.getState().showConversation('c1');
  return renderInApp(<CurrentChat />);
}

/** Accepts every turn: a question becomes `m11`, its answer `m12`. */
export function acceptTurns(recording: RecordingBridge): void {
  recording.answer(
    'generation.start',
    ({ turn }: { turn: { type: string; text: string; parentId: string | null } }) => ({
      streamId: 's1',
      userMessage: turn.type === 'send' ? sampleMessage('m11', turn.parentId, { text: turn.text }) : null,
      assistantMessage: sampleAnswer('m12', turn.type === 'send' ? 'm11' : 'm1', {
        text: '',
        status: 'streaming',
        provenance: null,
      }),
    }),
  );
}

export function findComposer(): Promise<HTMLTextAreaElement> {
  return screen.findByLabelText<HTMLTextAreaElement>('Message');
}
