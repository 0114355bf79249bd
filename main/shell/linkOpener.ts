import { checkedLink } from './linkPolicy';

export interface LinkOpenerOptions {
  /** Shows the whole address and asks; false when the user says no. */
  confirm: (address: string) => Promise<boolean>;
  /** Hands the address to the system's own program. */
  open: (address: string) => Promise<void>;
}

/** Opens a link outside the app after the user has seen and confirmed its whole address. */
export type OpenLink = (url: string) => Promise<{ opened: boolean }>;

/** @throws LoamError link/refused, before anybody is asked */
export function createLinkOpener({ confirm, open }: LinkOpenerOptions): OpenLink {
  return async (url) => {
    const address = checkedLink(url);
    if (!(await confirm(address))) return { opened: false };
    await open(address);
    return { opened: true };
  };
}
