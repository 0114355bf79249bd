import { grouped, quoted } from './displayText';
import type { GgufHeader, GgufTensor } from './ggufHeader';
import { HeaderFault, reasonOf } from './headerFault';
import { HeaderFields } from './headerFields';
import { loraPairs, rankOf, type LoraPair } from './loraPairs';
import { architectureOf } from './modelKind';

const maxRank = 4_096;
/** What adapters are made in; llama.cpp would take more. */
const tensorTypes = ['F32', 'F16', 'BF16', 'Q8_0'];

/**
 * Why a file, whose header was read, cannot be used as a LoRA adapter, as a clause for people; null when it can. Whether
 * it belongs to a certain model is another question.
 */
export function checkAdapterHeader(header: GgufHeader): string | null {
  return reasonOf(() => {
    const fields = new HeaderFields(header);
    checkKind(header, fields);
    architectureOf(header, fields);
    checkAlpha(fields);
    const pairs = loraPairs(header.tensors);
    if (pairs.length === 0) throw new HeaderFault('it changes nothing of a model: it has no tensors');
    pairs.forEach(checkPair);
  });
}

function checkKind(header: GgufHeader, fields: HeaderFields): void {
  if (header.metadata.get('general.architecture') === 'controlvector') {
    throw new HeaderFault('it is a control vector, not a LoRA adapter');
  }
  const type = fields.text('general.type');
  if (type === 'model' || (type === null && header.vocabulary !== null)) {
    throw new HeaderFault('it is a whole model, not an adapter: add it to the models');
  }
  if (type !== 'adapter') {
    const given = type === null ? 'it does not say so' : `it says to be of the type ${quoted(type)}`;
    throw new HeaderFault(`it is not an adapter: ${given}`);
  }
  const kind = fields.text('adapter.type');
  if (kind === 'lora') return;
  const given = kind === null ? 'it does not say of which kind' : `it is of the kind ${quoted(kind)}`;
  throw new HeaderFault(`it is an adapter, but ${given}, where LoRA is needed`);
}

function checkAlpha(fields: HeaderFields): void {
  const alpha = fields.number('adapter.lora.alpha', 'float32');
  if (alpha === null) throw new HeaderFault('it does not say its alpha, which its strength depends on');
  if (Number.isFinite(alpha) && alpha > 0) return;
  throw new HeaderFault(`its alpha is ${alpha}, where a number above 0 is right`);
}

function checkPair(pair: LoraPair): void {
  const { target, a, b } = pair;
  for (const tensor of [a, b]) {
    if (tensorTypes.includes(tensor.typeName)) continue;
    const type = `its tensor ${quoted(tensor.name)} is of the type ${tensor.typeName}`;
    throw new HeaderFault(`${type}, where ${tensorTypes.join(', ')} can be`);
  }
  checkDimensions(a, b);
  const { ofA, ofB } = rankOf(pair);
  if (ofA !== ofB) {
    throw new HeaderFault(
      `its change to ${quoted(target)} has two ranks, ${grouped(ofA)} and ${grouped(ofB)}`,
    );
  }
  if (ofA >= 1 && ofA <= maxRank) return;
  const rank = `its change to ${quoted(target)} has a rank of ${grouped(ofA)}`;
  throw new HeaderFault(`${rank}, where 1 to ${grouped(maxRank)} can be`);
}

/** Two dimensions, or a third one that counts experts. */
function checkDimensions(a: GgufTensor, b: GgufTensor): void {
  for (const { name, dimensions } of [a, b]) {
    if (dimensions.length < 2 || dimensions.length > 3 || dimensions.includes(0)) {
      const shape = dimensions.map(grouped).join(' × ') || 'none';
      throw new HeaderFault(
        `its tensor ${quoted(name)} has the dimensions ${shape}, which no LoRA adapter has`,
      );
    }
  }
  if ((a.dimensions[2] ?? 1) === (b.dimensions[2] ?? 1)) return;
  throw new HeaderFault(
    `its tensors ${quoted(a.name)} and ${quoted(b.name)} are for unlike numbers of experts`,
  );
}
