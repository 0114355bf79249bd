import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { starterEmbedderFolder } from './indexing';
import { temporaryFolder } from './temporaryFolder';

/** The folder of a second embedder with an id of its own: the starter's weights, reading fewer tokens. */
export function otherEmbedder(): string {
  const folder = join(temporaryFolder(), 'Another embedder');
  cpSync(starterEmbedderFolder, folder, { recursive: true, dereference: true });
  const settings = { max_seq_length: 128, do_lower_case: false };
  writeFileSync(join(folder, 'sentence_bert_config.json'), JSON.stringify(settings));
  return folder;
}
