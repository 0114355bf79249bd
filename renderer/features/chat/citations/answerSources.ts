import type {
  CitedPassage,
  Grounding,
  ScopeExtent,
  SeenDocument,
} from '../../../../preload/contract/retrieval';
import { formatCount } from '../../../components/formatting';
import { citedNumbers } from './splitCitations';

/** A document that an answer drew on, with what of it the model was given. */
export interface AnswerSource {
  documentId: string;
  name: string;
  /** The nearest to the question first; those of whole documents in the order of their numbers. */
  passages: CitedPassage[];
  /** Those whose numbers the answer says. */
  cited: CitedPassage[];
  seen: SeenDocument | null;
}

export interface AnswerSources {
  /** In the order in which the answer cites them. */
  cited: AnswerSource[];
  /** Sent to the model, though the answer does not cite them; the nearest to the question first. */
  alsoRead: AnswerSource[];
  /** Chosen one by one for this chat, but nothing of them was sent. */
  unread: SeenDocument[];
}

/** The documents behind an answer. */
export function answerSources(text: string, { sent: given, documents, query }: Grounding): AnswerSources {
  // A search puts what is nearest to the question last, next to the question.
  const sent = query === null ? given : given.toReversed();
  const order = citedNumbers(text);
  const ids = [...new Set(sent.map(({ documentId }) => documentId))];
  const sources = ids.map((documentId): AnswerSource => {
    const passages = sent.filter((passage) => passage.documentId === documentId);
    return {
      documentId,
      name: passages[0]?.documentName ?? '',
      passages,
      cited: passages.filter(({ number }) => order.includes(number)).toSorted((a, b) => a.number - b.number),
      seen: documents.find((document) => document.documentId === documentId) ?? null,
    };
  });
  const firstMention = ({ cited }: AnswerSource) =>
    Math.min(...cited.map(({ number }) => order.indexOf(number)));
  return {
    cited: sources
      .filter(({ cited }) => cited.length > 0)
      .toSorted((a, b) => firstMention(a) - firstMention(b)),
    alsoRead: sources.filter(({ cited }) => cited.length === 0),
    unread: documents.filter(({ documentId, seen }) => seen === 'nothing' && !ids.includes(documentId)),
  };
}

/** How much of a document the model read. */
export function seenInWords({
  seen,
  passagesSeen,
  passagesTotal,
}: Omit<SeenDocument, 'documentId' | 'name'>): string {
  switch (seen) {
    case 'whole':
      return 'read whole';
    case 'parts':
      return `${formatCount(passagesSeen)} of ${formatCount(passagesTotal)} passages seen`;
    case 'nothing':
      return 'nothing of it was read';
  }
}

const extentNotices = {
  part: 'Some of the documents of this chat were removed. The answer is drawn from the others.',
  removed: 'The documents of this chat were removed. The model answered without any.',
  empty: 'There are no documents in what this chat answers from. The model answered without any.',
} as const satisfies Record<Exclude<ScopeExtent, 'all'>, string>;

/** What the reader should know about what the answer was given; empty where nothing is out of the ordinary. */
export function groundingNotices(grounding: Grounding): string[] {
  const { scopeExtent, isNothingRelevant, unreadableDocuments, documents, removedCitations } = grounding;
  const notices: string[] = [];
  if (scopeExtent !== 'all') notices.push(extentNotices[scopeExtent]);
  if (isNothingRelevant) {
    notices.push(
      'Nothing relevant was found in the documents of this chat. The model was given none of them, and told to say so.',
    );
  }
  if (!isNothingRelevant && documents.some(({ seen }) => seen === 'parts')) {
    notices.push('Only parts of these documents were read: a count or a summary may miss something.');
  }
  if (unreadableDocuments > 0) {
    const files = unreadableDocuments === 1 ? '1 file' : `${formatCount(unreadableDocuments)} files`;
    notices.push(`${files} of this chat could not be searched.`);
  }
  if (removedCitations.length === 1) notices.push('Removed a citation to a passage that does not exist.');
  if (removedCitations.length > 1) {
    notices.push(`Removed ${formatCount(removedCitations.length)} citations to passages that do not exist.`);
  }
  return notices;
}
