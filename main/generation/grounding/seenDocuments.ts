import type { KnowledgeDocument } from '../../../preload/contract/knowledge';
import type { CitedPassage, SeenDocument } from '../../../preload/contract/retrieval';

/** How much of each of these documents stands in the passages. */
export function seenDocuments(
  documents: readonly Pick<KnowledgeDocument, 'id' | 'name' | 'passages'>[],
  sent: readonly CitedPassage[],
): SeenDocument[] {
  return documents.map(({ id, name, passages }) => {
    const ordinals = new Set<number>();
    for (const { documentId, fromOrdinal, toOrdinal } of sent) {
      if (documentId !== id) continue;
      for (let ordinal = fromOrdinal; ordinal <= toOrdinal; ordinal += 1) ordinals.add(ordinal);
    }
    const passagesTotal = Math.max(passages, ordinals.size);
    return {
      documentId: id,
      name,
      seen: extentOf(ordinals.size, passagesTotal),
      passagesSeen: ordinals.size,
      passagesTotal,
    };
  });
}

function extentOf(passagesSeen: number, passagesTotal: number): SeenDocument['seen'] {
  if (passagesSeen === 0) return 'nothing';
  return passagesSeen < passagesTotal ? 'parts' : 'whole';
}
