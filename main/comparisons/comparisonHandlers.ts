import type { HandlersOf } from '../../preload/contract/index';
import type { ComparisonService } from './comparisonService';

export function comparisonHandlers(service: ComparisonService) {
  return {
    start(input, { streamId }) {
      const { comparison, run } = service.start(input);
      return { started: { streamId, comparison }, run };
    },
    cancel({ id }) {
      service.cancel(id);
      return null;
    },
    choose: ({ id, choice }) => service.choose(id, choice),
    list: ({ limit }) => service.list(limit),
    remove({ id }) {
      service.remove(id);
      return null;
    },
  } satisfies HandlersOf<'comparisons'>;
}
