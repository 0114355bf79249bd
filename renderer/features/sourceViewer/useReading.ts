import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { KnowledgeDocument, ReaderPassage } from '../../../preload/contract/knowledge';
import { api } from '../../api';
import { knowledgeKeys } from '../knowledge/queries';

/** Passages that are asked for at once. */
const pageLength = 40;

/** A part of a document, page by page: a document of a thousand pages is not read to show one of them. */
function readingOptions(documentId: string, page: number) {
  return queryOptions({
    // Under the documents, so that a change of one is seen.
    queryKey: [...knowledgeKeys.documents, 'read', documentId, page],
    queryFn: () => api.knowledge.read({ documentId, fromOrdinal: page * pageLength, limit: pageLength }),
    // A document that was taken away says so at once.
    retry: false,
  });
}

function pageOf(ordinal: number): number {
  return Math.floor(Math.max(0, ordinal) / pageLength);
}

/** The document itself, with the part of it around a passage. */
export function useDocumentAt(documentId: string, ordinal: number) {
  return useQuery(readingOptions(documentId, pageOf(ordinal)));
}

export interface Reading {
  /** Undefined while it is being read. */
  passageAt: (ordinal: number) => ReaderPassage | undefined;
}

/** The passages between two ordinals, and the one before them, as far as they have been read. */
export function useReading(document: KnowledgeDocument, fromOrdinal: number, toOrdinal: number): Reading {
  const first = pageOf(fromOrdinal - 1);
  const last = Math.max(first, pageOf(toOrdinal));
  const pages = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const passages = useQueries({
    queries: pages.map((page) => readingOptions(document.id, page)),
    combine: useCallback(
      (results: readonly { data: { passages: ReaderPassage[] } | undefined }[]) =>
        new Map(
          results.flatMap(({ data }) => data?.passages ?? []).map((passage) => [passage.ordinal, passage]),
        ),
      [],
    ),
  });
  return { passageAt: (ordinal) => passages.get(ordinal) };
}
