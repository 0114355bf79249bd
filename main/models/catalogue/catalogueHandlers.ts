import type { HandlersOf } from '../../../preload/contract/index';
import type { CatalogueService } from './catalogueService';

export function catalogueHandlers(service: CatalogueService) {
  return {
    list: () => service.list(),
    look: ({ kind, text }) => service.look(kind, text),
  } satisfies HandlersOf<'catalogue'>;
}
