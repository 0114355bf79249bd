import { LoamError } from '../../preload/contract/errors';
import type { BaseModel, BaseModels } from '../models/baseModels';
import type { GgufHeader } from '../models/gguf/ggufHeader';
import type { CheckedBase } from './checkCompatibility';

/** A model that an adapter fits, with what the check made of it. */
export interface FoundBase<Fit> {
  model: BaseModel;
  header: GgufHeader;
  fit: Fit;
}

/** How a kind of adapter is checked against a model: what comes next needs `fit`; `reason` is a clause. */
export type FitCheck<Fit> = (base: CheckedBase & { header: GgufHeader }) => { fit: Fit } | { reason: string };

export interface BaseSearch<Fit> {
  /** The adapter as people read it. */
  adapterName: string;
  /** What it is for, as a sentence; empty where its file does not tell. */
  purpose: string;
  /** Null: the first model that it fits. */
  baseModelId: string | null;
  check: FitCheck<Fit>;
}

/** More would hide the sentence around them. */
const mostReasons = 3;

/**
 * The model that an adapter belongs to, or the first one that it fits.
 *
 * @throws LoamError adapter/wrong-base for a named model, adapter/base-missing when none fits, model/* for a named one
 * that cannot be read
 */
export async function findBase<Fit>(bases: BaseModels, search: BaseSearch<Fit>): Promise<FoundBase<Fit>> {
  const { baseModelId } = search;
  return baseModelId === null ? findFirst(bases, search) : findNamed(bases, baseModelId, search);
}

async function findNamed<Fit>(
  bases: BaseModels,
  baseModelId: string,
  { adapterName, purpose, check }: BaseSearch<Fit>,
): Promise<FoundBase<Fit>> {
  const model = await bases.find(baseModelId);
  const header = await model.readHeader();
  const checked = check({ name: model.name, sha256: model.sha256, header });
  if ('fit' in checked) return { model, header, fit: checked.fit };
  throw new LoamError(
    'adapter/wrong-base',
    sentences(
      `${adapterName} cannot be used with ${model.name}: ${checked.reason}.`,
      purpose,
      'Choose its base, or another adapter.',
    ),
  );
}

async function findFirst<Fit>(
  bases: BaseModels,
  { adapterName, purpose, check }: BaseSearch<Fit>,
): Promise<FoundBase<Fit>> {
  const reasons: string[] = [];
  for (const model of await bases.list()) {
    const header = await readHeader(model);
    if (typeof header === 'string') {
      reasons.push(header);
      continue;
    }
    const checked = check({ name: model.name, sha256: model.sha256, header });
    if ('fit' in checked) return { model, header, fit: checked.fit };
    reasons.push(`${model.name}: ${checked.reason}.`);
  }
  const others = reasons.length - mostReasons;
  throw new LoamError(
    'adapter/base-missing',
    sentences(
      `None of the models here is the base of ${adapterName}.`,
      purpose,
      ...reasons.slice(0, mostReasons),
      others > 0 ? `Nor is it one of the ${others} others.` : '',
      'Get its base first, then add it again.',
    ),
  );
}

/** A model that cannot be read is no base; it says why in place of a header. */
async function readHeader(model: BaseModel): Promise<GgufHeader | string> {
  try {
    return await model.readHeader();
  } catch (error) {
    if (error instanceof LoamError) return error.message;
    throw error;
  }
}

function sentences(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
