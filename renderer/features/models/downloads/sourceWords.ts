import type { DownloadSource } from '../../../../preload/contract/downloads';

/** Where a download comes from, in a few words. */
export function sourceWords(source: Exclude<DownloadSource, { type: 'catalogue' }>): string {
  switch (source.type) {
    case 'repository':
      return `From ${source.repository}`;
    case 'url':
      return `From ${URL.parse(source.url)?.host ?? source.url}`;
  }
}
