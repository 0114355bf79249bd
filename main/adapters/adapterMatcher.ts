import type { BaseModel } from '../models/baseModels';
import type { GgufHeader } from '../models/gguf/ggufHeader';
import { checkCompatibility } from './checkCompatibility';
import { readAdapterHeader } from './prepareAdapter';

/** An adapter whose file was found to be in order. */
export interface MatchedAdapter {
  name: string;
  path: string;
  sha256: string;
}

/**
 * Whether adapters fit a model, remembered by the adapter's content and the model's header, which is the same object as
 * long as its file is the same: the question is asked before each answer.
 */
export class AdapterMatcher {
  readonly #verdicts = new WeakMap<GgufHeader, Map<string, string | null>>();

  /**
   * Null, or a clause that says why not.
   *
   * @param isVerified whether the file's content was compared with its sha256: only then the answer is remembered
   * @throws LoamError adapter/file-invalid, model/file-missing, model/file-invalid
   */
  async refusalOf(
    { name, path, sha256 }: MatchedAdapter,
    base: BaseModel,
    isVerified: boolean,
  ): Promise<string | null> {
    const header = await base.readHeader();
    const verdicts = this.#verdicts.get(header) ?? new Map<string, string | null>();
    this.#verdicts.set(header, verdicts);
    const key = `${sha256} ${base.name}`;
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const adapterHeader = await readAdapterHeader(path, name);
    const reason = checkCompatibility(adapterHeader, { name: base.name, sha256: base.sha256, header });
    if (isVerified) verdicts.set(key, reason);
    return reason;
  }
}
