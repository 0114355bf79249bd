import type { HandlersOf } from '../../preload/contract/index';
import type { GenerationService } from './generationService';

export function generationHandlers(service: GenerationService): HandlersOf<'generation'> {
  return {
    start({ conversationId, turn }, { streamId }) {
      const { userMessage, assistantMessage, run } = service.start(conversationId, turn);
      return {
        started: { streamId, userMessage, assistantMessage },
        run: async (emit) => {
          await run(emit);
        },
      };
    },
    cancel({ conversationId }) {
      service.cancel(conversationId);
      return null;
    },
    warm: ({ conversationId }) => service.warm(conversationId),
  };
}
