import type { InstalledModel } from '../../../../preload/contract/models';

/** Where a model's file came from and where it lies, for its badge. */
export const originWords = {
  starter: 'Came with Loam',
  linked: 'Linked file',
  copied: 'Copied into Loam',
  downloaded: 'Downloaded',
} as const satisfies Record<InstalledModel['origin'], string>;
