import type { HandlersOf } from '../../preload/contract/index';
import type { PromptTemplateService } from './promptTemplateService';

export function promptTemplateHandlers(service: PromptTemplateService) {
  return {
    list: () => service.list(),
    create: (draft) => service.create(draft),
    update: ({ id, draft }) => service.update(id, draft),
    delete: ({ id }) => {
      service.delete(id);
      return null;
    },
  } satisfies HandlersOf<'promptTemplates'>;
}
