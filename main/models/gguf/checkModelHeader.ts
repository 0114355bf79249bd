import { checkHyperparameters } from './checkHyperparameters';
import { checkModelTensors } from './checkModelTensors';
import { checkVocabulary } from './checkVocabulary';
import { grouped } from './displayText';
import type { GgufHeader } from './ggufHeader';
import { HeaderFault, reasonOf } from './headerFault';
import { HeaderFields } from './headerFields';
import { chatArchitecture } from './modelKind';
import { splitPart } from './splitParts';

/**
 * Why a file, whose header was read, cannot be used as a chat model, as a clause for people; null when it can. It is
 * strict about what llama.cpp refuses or aborts on, and leaves an unknown architecture to it.
 *
 * Of a split model, give the first part's header; with the tensors of the other parts added to it, it is also checked
 * that nothing is missing. The other parts are for `checkModelPart`.
 */
export function checkModelHeader(header: GgufHeader): string | null {
  return reasonOf(() => {
    const isComplete = checkSplit(header);
    const architecture = chatArchitecture(header);
    const fields = new HeaderFields(header);
    const hyperparameters = checkHyperparameters(architecture, fields, header.tensors);
    const tokenCount = checkVocabulary(header, fields);
    checkModelTensors(header.tensors, { architecture, hyperparameters, tokenCount, isComplete });
  });
}

/**
 * Why a file cannot be that part of the split model whose first part is `first`; null when it can.
 *
 * @param number of the part, from 1: the first part is number 0 and goes to `checkModelHeader`
 */
export function checkModelPart(header: GgufHeader, number: number, first: GgufHeader): string | null {
  return reasonOf(() => {
    const whole = splitPart(first);
    const part = splitPart(header);
    if (!whole || !part) throw new HeaderFault('it is not a part of a split model');
    if (part.count !== whole.count || part.tensorCount !== whole.tensorCount) {
      throw new HeaderFault('it is a part of another model than the first part');
    }
    if (part.number === number) return;
    throw new HeaderFault(`it is part ${grouped(part.number + 1)} where part ${grouped(number + 1)} belongs`);
  });
}

/** Returns whether all tensors of the model are here. */
function checkSplit(header: GgufHeader): boolean {
  const part = splitPart(header);
  if (!part) return true;
  const { number, count, tensorCount } = part;
  if (number > 0) {
    const place = `part ${grouped(number + 1)} of ${grouped(count)}`;
    throw new HeaderFault(`it is ${place} of a model: choose its first part, beside which the others lie`);
  }
  if (header.tensors.length > tensorCount) {
    const found = `${grouped(header.tensors.length)} tensors`;
    throw new HeaderFault(`it has ${found}, where its parts have ${grouped(tensorCount)} together`);
  }
  return header.tensors.length === tensorCount;
}
