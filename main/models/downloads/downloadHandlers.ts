import type { HandlersOf } from '../../../preload/contract/index';
import type { AddressConsent } from './addressConsent';
import type { DownloadService } from './downloadService';

export function downloadHandlers(service: DownloadService, consent: AddressConsent) {
  return {
    list: () => service.list(),
    start: async (request) => {
      const { source } = request;
      if (source.type === 'url' && !service.isOnHub(source.url)) await consent.require(source.url);
      return service.start(request);
    },
    pause: ({ id }) => service.pause(id),
    resume: ({ id }) => service.resume(id),
    remove: async ({ id }) => {
      await service.remove(id);
      return null;
    },
  } satisfies HandlersOf<'downloads'>;
}
