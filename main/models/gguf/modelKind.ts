import { quoted } from './displayText';
import type { GgufHeader } from './ggufHeader';
import { HeaderFault } from './headerFault';
import { HeaderFields } from './headerFields';

const embeds = 'it is an embedding model, which turns texts into numbers and cannot chat';
const speaks = 'it is a speech model, which cannot chat';
const drafts = 'it is a draft model, which only helps another model along and cannot chat';

/** Architectures that llama.cpp knows and nobody can chat with. */
const otherPurposes: Readonly<Record<string, string>> = {
  clip: 'it is a projector (mmproj), the part of a model that sees or hears: choose the model it belongs to',
  bert: embeds,
  'modern-bert': embeds,
  'nomic-bert': embeds,
  'nomic-bert-moe': embeds,
  'neo-bert': embeds,
  'jina-bert-v2': embeds,
  'jina-bert-v3': embeds,
  eurobert: embeds,
  'gemma-embedding': embeds,
  'llama-embed': embeds,
  t5encoder: embeds,
  'wavtokenizer-dec': speaks,
  qwen3tts: speaks,
  pockettts: speaks,
  eagle3: drafts,
  dflash: drafts,
  'gemma4-assistant': drafts,
};

/** Architectures' names are short words in ASCII. */
const architecturePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** How an embedding model makes one vector of many: by their mean, the first, the last, or as a ranking. */
const poolingTypes = [1, 2, 3, 4];

/** The architecture of a model that can chat. Throws a HeaderFault for what is not such a model. */
export function chatArchitecture(header: GgufHeader): string {
  const fields = new HeaderFields(header);
  const architecture = architectureOf(header, fields);
  if (architecture === 'controlvector') {
    throw new HeaderFault('it is a control vector, not a model');
  }
  const type = fields.text('general.type');
  if (type === 'adapter')
    throw new HeaderFault('it is an adapter, not a model: add it to the model it was made for');
  if (type === 'imatrix') throw new HeaderFault('it is an importance matrix, which quantizing a model takes');
  if (type === 'mmproj') throw new HeaderFault(otherPurposes.clip ?? embeds);
  if (type !== null && type !== 'model')
    throw new HeaderFault(`it is no model but of the type ${quoted(type)}`);
  const otherPurpose = Object.hasOwn(otherPurposes, architecture) ? otherPurposes[architecture] : undefined;
  if (otherPurpose !== undefined) throw new HeaderFault(otherPurpose);
  if (poolingTypes.includes(fields.number(`${architecture}.pooling_type`) ?? 0))
    throw new HeaderFault(embeds);
  return architecture;
}

/** Throws a HeaderFault when it has none that could be one. */
export function architectureOf(header: GgufHeader, fields = new HeaderFields(header)): string {
  const architecture = fields.text('general.architecture');
  if (architecture === null) throw new HeaderFault('it does not say its architecture');
  if (architecturePattern.test(architecture)) return architecture;
  throw new HeaderFault(`its architecture ${quoted(architecture)} is no name of one`);
}
