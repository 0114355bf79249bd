import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import { checkModelHeader, checkModelPart } from './gguf/checkModelHeader';
import type { GgufHeader } from './gguf/ggufHeader';
import { readGgufHeader } from './gguf/readGgufHeader';
import { splitPart } from './gguf/splitParts';
import { invalidModelFile, isAbsent } from './modelFile';

/** A model's header is read again only when one of its files changed. */
const rememberedHeaders = 16;

/**
 * Checks the headers of model files before any native code sees them, and remembers the newest ones: the same model is
 * checked before each load.
 */
export class ModelInspector {
  readonly #known = new Map<string, { identity: string; header: GgufHeader }>();

  /**
   * The header of a model, with the tensors of all its parts.
   *
   * @param name as people read it in error messages
   * @param paths the first part first
   * @param nextStep what to do about a bad file, as a sentence
   * @throws LoamError model/file-missing, model/file-invalid
   */
  async inspect(name: string, paths: readonly string[], nextStep: string): Promise<GgufHeader> {
    const key = paths.join('\n');
    const identity = await explained(name, paths, nextStep, () => identityOf(paths));
    const known = this.#known.get(key);
    if (known?.identity === identity) return known.header;
    const header = await explained(name, paths, nextStep, () => readModelHeader(name, paths, nextStep));
    this.#known.delete(key);
    this.#known.set(key, { identity, header });
    for (const oldest of [...this.#known.keys()].slice(0, -rememberedHeaders)) this.#known.delete(oldest);
    return header;
  }
}

async function identityOf(paths: readonly string[]): Promise<string> {
  const found = await Promise.all(paths.map((path) => stat(path)));
  return found.map(({ ino, size, mtimeMs }) => `${ino}:${size}:${mtimeMs}`).join(' ');
}

async function readModelHeader(
  name: string,
  paths: readonly string[],
  nextStep: string,
): Promise<GgufHeader> {
  const headers: GgufHeader[] = [];
  for (const [index, path] of paths.entries()) {
    const verdict = await readGgufHeader(path);
    const reason = verdict.isValid ? partReason(verdict.header, index, headers[0]) : verdict.reason;
    if (reason !== null) throw invalidModelFile(name, inFile(paths, path, reason), nextStep);
    if (verdict.isValid) headers.push(verdict.header);
  }
  const [first] = headers;
  if (!first) throw invalidModelFile(name, 'it has no file', nextStep);
  const whole = {
    ...first,
    tensors: headers.flatMap(({ tensors }) => tensors),
    fileBytes: headers.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
  };
  const reason = checkModelHeader(whole);
  if (reason !== null) throw invalidModelFile(name, reason, nextStep);
  const missing = (splitPart(first)?.tensorCount ?? whole.tensors.length) - whole.tensors.length;
  if (missing > 0) throw invalidModelFile(name, `its parts lack ${missing} of their tensors`, nextStep);
  return whole;
}

function partReason(header: GgufHeader, index: number, first: GgufHeader | undefined): string | null {
  return first ? checkModelPart(header, index, first) : null;
}

function inFile(paths: readonly string[], path: string, reason: string): string {
  return paths.length === 1 ? reason : `in its part ${basename(path)}, ${reason}`;
}

async function explained<Result>(
  name: string,
  paths: readonly string[],
  nextStep: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LoamError) throw error;
    const files = paths.map((path) => basename(path)).join(', ');
    if (isAbsent(error)) {
      throw new LoamError('model/file-missing', `The file of ${name} (${files}) is not there. ${nextStep}`, {
        cause: error,
      });
    }
    throw new LoamError(
      'model/file-missing',
      `The file of ${name} (${files}) could not be read. Check that you may read it and that its disk is connected. ${nextStep}`,
      { cause: error },
    );
  }
}
