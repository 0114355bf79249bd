import type { KnowledgeDocument } from '../../../preload/contract/knowledge';
import type { CitedPassage } from '../../../preload/contract/retrieval';
import type { LanguageModel } from '../languageModel';
import { documentSections } from './documentSections';
import type { GroundingKnowledge } from './groundingSources';
import { countPassages } from './passageSizes';
import { spreadOrdinals } from './spreadOrdinals';

/** Of all documents together: more of them help no summary. */
const mostPassages = 16;

/** Passages from all parts of these documents, as many as fit: what a summary of a long document is made from. */
export async function spreadPassages(options: {
  knowledge: Pick<GroundingKnowledge, 'neighbours'>;
  model: LanguageModel;
  documents: readonly KnowledgeDocument[];
  budgetTokens: number;
}): Promise<{ sent: CitedPassage[]; usedTokens: number }> {
  const { knowledge, model, documents, budgetTokens } = options;
  const readable = documents.filter(({ passages }) => passages > 0);
  for (let most = Math.ceil(mostPassages / Math.max(1, readable.length)); most > 0; most -= 1) {
    const sent = documentSections(
      readable.map(({ id, name, passages }) => ({
        documentId: id,
        documentName: name,
        passages: spreadOrdinals(passages, most).flatMap((ordinal) =>
          knowledge.neighbours(id, ordinal, ordinal),
        ),
      })),
    );
    const usedTokens = (await countPassages(model, sent)).reduce((sum, size) => sum + size, 0);
    if (usedTokens <= budgetTokens) return { sent, usedTokens };
  }
  return { sent: [], usedTokens: 0 };
}
