import type { DownloadSource } from '../../../preload/contract/downloads';

/** A download whose bytes are complete and have the right sha256. */
export interface FinishedDownload {
  downloadId: string;
  name: string;
  source: DownloadSource;
  /** As people read it: a repository or an address. */
  sourceLabel: string;
  catalogueId: string | null;
  licence: string | null;
  /** Holds the files and nothing else; on the same disk as the models. The installer moves or deletes it. */
  folder: string;
  /** The first part first. */
  files: readonly { name: string; bytes: number; sha256: string }[];
}

/**
 * Takes the files of a finished download in: checks them and moves them to where they stay. Returns the id of what they
 * became.
 *
 * @throws LoamError model/file-invalid, adapter/*; the files are deleted then
 */
export type Installer = (finished: FinishedDownload) => Promise<string>;
