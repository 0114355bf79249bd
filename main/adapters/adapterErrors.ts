import { LoamError } from '../../preload/contract/errors';
import { isAbsent } from '../models/modelFile';
import { classifyStorageError } from '../storage/storageErrors';
import { displayText } from '../models/gguf/displayText';

const otherFile = 'Choose another file, or ask its maker for a LoRA adapter as GGUF or as PEFT safetensors.';

/**
 * The failure of a file that is no usable adapter.
 *
 * @param reason a clause such as "it is a whole model"
 * @param nextStep a sentence
 */
export function invalidAdapterFile(fileName: string, reason: string, nextStep = otherFile): LoamError {
  return new LoamError(
    'adapter/file-invalid',
    `${displayText(fileName, 120)} cannot be used as an adapter: ${reason}. ${nextStep}`,
  );
}

export function adapterNotFound(): LoamError {
  return new LoamError(
    'adapter/not-found',
    'This adapter is no longer here. Take it out of the chat’s adapters, or add its file again.',
  );
}

export function adapterFileMissing(name: string): LoamError {
  return new LoamError(
    'adapter/file-missing',
    `The file of the adapter ${name} is not there any more. Add it again from where you have it, or choose the chat’s adapters without it.`,
  );
}

export function adapterInUse(name: string, useCount: number): LoamError {
  const answers = useCount === 1 ? 'One answer was' : `${useCount} answers were`;
  return new LoamError(
    'adapter/in-use',
    `${answers} given with ${name}. Without it they stay as they are, but cannot be given again the same way. Archive it instead, or delete it all the same.`,
  );
}

/**
 * A failure of the file system while an adapter was read or stored, in words; anything else as it is.
 *
 * @param isOurs whether a path lies in the adapters' own folder
 */
export function explainFileFailure(
  fileName: string,
  error: unknown,
  isOurs: (path: string) => boolean,
): unknown {
  if (error instanceof LoamError || !(error instanceof Error && 'code' in error)) return error;
  const name = displayText(fileName, 120);
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new LoamError(
      'storage/full',
      `The disk is full, so ${name} was not added and nothing of it is left here. Free some space and try again.`,
      { retryable: true, cause: error },
    );
  }
  const path = 'path' in error ? error.path : undefined;
  if (typeof path !== 'string' || isOurs(path)) return classifyStorageError(error);
  const reason = isAbsent(error) ? 'is not there' : 'could not be read';
  return new LoamError(
    'adapter/file-missing',
    `${name} ${reason}. Check that its disk is connected and that you may read it, then choose it again.`,
    { retryable: true, cause: error },
  );
}
