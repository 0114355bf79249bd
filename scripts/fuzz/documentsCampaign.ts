import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import type { ParserThreads } from '../../main/workers/indexing/documents/thread/parserThreads';
import { mutatedDocuments } from '../../test/fixtures/documents/mutations';
import { readDocument } from '../../test/fixtures/documents/readDocument';

export interface DocumentsCampaignOptions {
  seed: number;
  count: number;
  /** Where the changed documents are written, one at a time. */
  folder: string;
  threads: ParserThreads;
  /** So long a parser may be silent before it is given up. */
  silenceMs: number;
  /** Told after each changed document. */
  onProgress?: (done: number) => void;
}

export interface DocumentsCampaignResult {
  read: number;
  /** How often each reason was given. */
  refused: Map<string, number>;
  /** What ended in anything else than blocks or a reason, and why. */
  wrong: string[];
  /** Given up because the parser was silent. */
  hung: string[];
}

/** Reads changed documents: each must end in blocks or in a reason that is about documents. */
export async function runDocumentsCampaign(
  options: DocumentsCampaignOptions,
): Promise<DocumentsCampaignResult> {
  const result: DocumentsCampaignResult = { read: 0, refused: new Map(), wrong: [], hung: [] };
  let done = 0;
  for (const { title, name, bytes } of mutatedDocuments(options.seed, options.count)) {
    const path = join(options.folder, name);
    await writeFile(path, bytes);
    const code = await read(path, options);
    await rm(path);
    if (code === null) result.read += 1;
    else if (code === 'document/too-slow') result.hung.push(title);
    else if (code.startsWith('document/')) result.refused.set(code, (result.refused.get(code) ?? 0) + 1);
    else result.wrong.push(`${title}: ${code}`);
    done += 1;
    options.onProgress?.(done);
  }
  return result;
}

/** The reason it was refused for; null when it was read. */
async function read(path: string, { threads, silenceMs }: DocumentsCampaignOptions): Promise<string | null> {
  try {
    await readDocument(path, threads, { limits: { silenceMs } });
    return null;
  } catch (error) {
    return error instanceof LoamError ? error.code : String(error);
  }
}
