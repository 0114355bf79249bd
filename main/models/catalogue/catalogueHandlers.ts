import type { HandlersOf } from '../../../preload/contract/index';
import type { AddressConsent } from '../downloads/addressConsent';
import type { CatalogueService } from './catalogueService';

export function catalogueHandlers(service: CatalogueService, consent: AddressConsent) {
  return {
    list: () => service.list(),
    look: async ({ kind, text }) => {
      const outside = service.addressOutsideHub(text);
      if (outside !== null) await consent.require(outside);
      return service.look(kind, text);
    },
  } satisfies HandlersOf<'catalogue'>;
}
