import type { Notice } from '../../preload/contract/application';
import { LoamError } from '../../preload/contract/errors';
import type { HandlersOf } from '../../preload/contract/index';
import type { OpenLink } from './linkOpener';

export interface ApplicationServices {
  version: string;
  platform: string;
  /** Of the running process: `process.versions`. */
  versions: { electron?: string; chrome?: string; node: string };
  dataFolder: string;
  /** Resolves once the core is up; rejects with the reason when it could not start. */
  notices: () => Promise<Notice[]>;
  openLink: OpenLink;
  copyText: (text: string) => Promise<void>;
  /** Resolves with an empty text, or with the system's own words about what went wrong. */
  openFolder: (path: string) => Promise<string>;
}

export function applicationHandlers(services: ApplicationServices): HandlersOf<'application'> {
  const { version, platform, versions, dataFolder } = services;
  return {
    async info() {
      return {
        version,
        platform,
        dataFolder,
        runtime: {
          electron: versions.electron ?? '',
          chromium: versions.chrome ?? '',
          node: versions.node,
        },
        notices: await services.notices(),
      };
    },
    openLink: ({ url }) => services.openLink(url),
    async copyText({ text }) {
      await services.copyText(text);
      return null;
    },
    async openDataFolder() {
      const problem = await services.openFolder(dataFolder);
      if (problem !== '') {
        throw new LoamError(
          'internal/unexpected',
          `The system could not open the folder. It is ${dataFolder}.`,
          {
            cause: problem,
          },
        );
      }
      return null;
    },
  };
}
