import { useQueryClient } from '@tanstack/react-query';
import { getDraft, setDraft } from './composer/draftStore';
import { FailureNotice } from './failures/FailureNotice';
import { runFailureAction } from './failures/runFailureAction';
import { setRefusal, type RefusedTurn } from './generation/generationStore';
import { attemptTurn } from './generation/runTurn';
import { useRefusedTurn } from './generation/useGeneration';

interface RefusedTurnNoticeProps {
  conversationId: string;
  onReload: () => void;
}

/** A question or another turn that was not accepted, with its next steps; nothing when there is none. */
export function RefusedTurnNotice({ conversationId, onReload }: RefusedTurnNoticeProps) {
  const client = useQueryClient();
  const refused = useRefusedTurn(conversationId);
  if (refused === undefined) return null;
  const tryAgain = async () => {
    const isAccepted = await attemptTurn({ client, conversationId, turn: refused.turn });
    if (isAccepted && isDraftOf(refused, conversationId)) setDraft(conversationId, '');
  };
  const reload = () => {
    setRefusal(conversationId, null);
    onReload();
  };
  return (
    <FailureNotice
      error={refused.error}
      onAct={(action) =>
        runFailureAction(action, { 'try-again': () => void tryAgain(), 'reload-conversation': reload })
      }
    />
  );
}

/** Whether the composer still holds the question that was refused. */
function isDraftOf({ turn }: RefusedTurn, conversationId: string): boolean {
  return turn.type === 'send' && turn.text === getDraft(conversationId);
}
