import { createHash } from 'node:crypto';
import type { DocumentFormat } from '../../../../preload/contract/knowledge';
import { throwIfCancelled } from './documentErrors';
import { openDocumentFile } from './documentFile';
import { defaultDocumentLimits } from './documentLimits';
import { recogniseFormat } from './recogniseFormat';
import { bytesOfFile } from './text/textOfFile';

/** What tells one version of a file from another. */
export interface DocumentIdentity {
  format: DocumentFormat;
  bytes: number;
  modifiedMs: number;
  /** Of its bytes, in hexadecimal. */
  sha256: string;
}

/**
 * Tells a file's format and hashes it as it flows by. What cannot be a document is refused before it is hashed.
 * @throws LoamError document/*, generation/cancelled once the signal was aborted
 */
export async function identifyDocument(path: string, signal: AbortSignal): Promise<DocumentIdentity> {
  throwIfCancelled(signal);
  const file = await openDocumentFile(path);
  try {
    const format = recogniseFormat(file, defaultDocumentLimits);
    const hash = createHash('sha256');
    for await (const bytes of bytesOfFile(file)) {
      throwIfCancelled(signal);
      hash.update(bytes);
    }
    await file.checkUnchanged();
    return { format, bytes: file.bytes, modifiedMs: file.modifiedMs, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}
