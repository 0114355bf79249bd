import type { HandlersOf } from '../../../preload/contract/index';
import type { DownloadService } from './downloadService';

export function downloadHandlers(service: DownloadService) {
  return {
    list: () => service.list(),
    start: (request) => service.start(request),
    pause: ({ id }) => service.pause(id),
    resume: ({ id }) => service.resume(id),
    remove: async ({ id }) => {
      await service.remove(id);
      return null;
    },
  } satisfies HandlersOf<'downloads'>;
}
