import type { HandlersOf } from '../../preload/contract/index';
import type { AssistantService } from './assistantService';

export function assistantHandlers(service: AssistantService) {
  return {
    list: () => service.list(),
    create: (draft) => service.create(draft),
    update: ({ id, draft }) => service.update(id, draft),
    delete: ({ id }) => {
      service.delete(id);
      return null;
    },
  } satisfies HandlersOf<'assistants'>;
}
