import { LoamError } from '../../../preload/contract/errors';

/** What asking another server than the hub needs of the window's surroundings. */
export interface AddressDialog {
  /** Shows the whole address and asks whether Loam may go out to it. */
  confirmAddress(address: string): Promise<boolean>;
}

/**
 * The user's word for each address outside the hub. The page alone could be made to ask anything of any server; this
 * question it cannot answer. An address that was allowed is not asked about again while Loam runs.
 */
export class AddressConsent {
  readonly #dialog: AddressDialog;
  readonly #allowed = new Set<string>();

  constructor(dialog: AddressDialog) {
    this.#dialog = dialog;
  }

  /** @throws LoamError download/refused when the user said no */
  async require(address: string): Promise<void> {
    if (this.#allowed.has(address)) return;
    if (!(await this.#dialog.confirmAddress(address))) {
      throw new LoamError('download/refused', 'Nothing was asked of that address, as you chose.');
    }
    this.#allowed.add(address);
  }
}
