import { LoamError } from '../../../../preload/contract/errors';

// What people read about a document that cannot be read. Only the file's name appears, never its path.

export const readableKinds =
  'text, Markdown, web pages, PDF, Word, PowerPoint, Excel, CSV, OpenDocument text, EPUB, RTF, e-mail, notebooks, JSON and source code';

export function documentNotFound(name: string): LoamError {
  return new LoamError(
    'document/not-found',
    `“${name}” is not there any more. If it was moved, add it again from its new place.`,
  );
}

/** `reason` is a clause of its own, with a next step after it. */
export function documentUnreadable(
  name: string,
  reason: string,
  options: { retryable?: boolean; cause?: unknown } = {},
): LoamError {
  return new LoamError('document/unreadable', `“${name}” cannot be opened: ${reason}`, options);
}

export function documentUnsupported(name: string, reason: string): LoamError {
  return new LoamError(
    'document/unsupported',
    `“${name}” is a kind of file that Loam does not read. ${reason}`,
  );
}

export function documentBinary(name: string): LoamError {
  return new LoamError(
    'document/binary',
    `“${name}” is named like a text, but what is in it is not text. Open it with the program that made it and save it as text, or leave it out.`,
  );
}

export function documentTooLarge(name: string, reason: string): LoamError {
  return new LoamError('document/too-large', `“${name}” is too large: ${reason}`);
}

export function documentWithoutText(name: string): LoamError {
  return new LoamError(
    'document/no-text',
    `There is no text in “${name}”, so there is nothing to search in it.`,
  );
}

export function scannedDocument(name: string): LoamError {
  return new LoamError(
    'document/no-text',
    `No text found in “${name}” (a scanned document?). Run it through text recognition (OCR) first and add the result.`,
  );
}

export function documentEncrypted(name: string): LoamError {
  return new LoamError(
    'document/encrypted',
    `“${name}” is protected with a password. Save a copy without the password and add that one.`,
  );
}

/** `reason` says what is wrong, as a clause without a full stop. */
export function documentMalformed(name: string, reason: string, cause?: unknown): LoamError {
  return new LoamError(
    'document/malformed',
    `“${name}” is damaged or incomplete: ${reason}. Open it with the program that made it, save it again, and try once more.`,
    { cause },
  );
}

/** `reason` says what it would do, as a clause without a full stop. */
export function documentHostile(name: string, reason: string): LoamError {
  return new LoamError(
    'document/hostile',
    `“${name}” was not read because it looks made to do harm: ${reason}. Delete it unless you know where it comes from.`,
  );
}

export function nestedTooDeep(name: string): LoamError {
  return documentHostile(name, 'its parts are nested far deeper than in any document');
}

export function documentTooSlow(name: string): LoamError {
  return new LoamError(
    'document/too-slow',
    `Reading “${name}” was given up because it took too long. Save it in another format, or in smaller parts, and try again.`,
    { retryable: true },
  );
}

export function documentChanged(name: string): LoamError {
  return new LoamError(
    'document/changed',
    `“${name}” was changed or deleted while it was read. What was read of it is not used; try again.`,
    { retryable: true },
  );
}

export function readingCancelled(): LoamError {
  return new LoamError('generation/cancelled', 'The reading was cancelled.');
}

/** @throws LoamError generation/cancelled */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw readingCancelled();
}

/** For an error of the file system. */
export function fileFailure(name: string, error: unknown): LoamError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return documentNotFound(name);
    case 'EACCES':
    case 'EPERM':
      return documentUnreadable(
        name,
        'you have no permission to read it. Change its permissions and try again.',
        {
          cause: error,
        },
      );
    case 'ELOOP':
      return documentUnreadable(
        name,
        'it is a link that leads in a circle. Add the file that it should lead to.',
        {
          cause: error,
        },
      );
    case 'EISDIR':
      return documentUnreadable(name, 'it is a folder. Add it as a folder.', { cause: error });
    case 'EMFILE':
    case 'ENFILE':
      return documentUnreadable(name, 'too many files are open. Close other programs and try again.', {
        retryable: true,
        cause: error,
      });
    default:
      return documentUnreadable(
        name,
        'its drive does not answer as it should. Check the drive and try again.',
        {
          retryable: true,
          cause: error,
        },
      );
  }
}
