import type { Dialogs } from '../../main/services';

/** File dialogs in which the user always cancels. */
export const cancelledDialogs: Dialogs = {
  saveTextFile: () => Promise.resolve(null),
  openTextFile: () => Promise.resolve(null),
  chooseModelFiles: () => Promise.resolve(null),
  chooseAdapterFile: () => Promise.resolve(null),
  chooseAdapterFolder: () => Promise.resolve(null),
  saveAdapterFile: () => Promise.resolve(null),
  chooseDocuments: () => Promise.resolve(null),
  revealFile: () => undefined,
  chooseRetrievalModel: () => Promise.resolve(null),
  confirmAddress: () => Promise.resolve(false),
};
