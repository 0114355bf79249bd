import { useQueries } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { KnowledgeDocument } from '../../../../preload/contract/knowledge';
import { documentsOptions, type DocumentFilter } from '../queries';

const pageLength = 100;

/** A list of documents, as far as it was asked for. */
export interface DocumentPages {
  /** Null while it is not known. */
  total: number | null;
  error: Error | null;
  /** Undefined while it is being read. */
  documentAt: (index: number) => KnowledgeDocument | undefined;
}

interface PageResult {
  data: { items: KnowledgeDocument[]; total: number } | undefined;
  error: Error | null;
}

/** The part of a long list that is on screen, read page by page; the first page also tells how many there are. */
export function useDocumentPages(filter: DocumentFilter, first: number, last: number): DocumentPages {
  const firstPage = Math.floor(Math.max(0, first) / pageLength);
  const lastPage = Math.max(firstPage, Math.floor(Math.max(0, last) / pageLength));
  const inView = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index);
  const pages = firstPage === 0 ? inView : [0, ...inView];
  const key = pages.join();
  return useQueries({
    queries: pages.map((page) => documentsOptions(filter, page * pageLength, pageLength)),
    combine: useCallback(
      (results: readonly PageResult[]): DocumentPages => {
        const found = new Map(
          key.split(',').map((page, index) => [Number(page), results[index]?.data?.items]),
        );
        return {
          total: results[0]?.data?.total ?? null,
          error: results.find(({ error }) => error !== null)?.error ?? null,
          documentAt: (index) => found.get(Math.floor(index / pageLength))?.[index % pageLength],
        };
      },
      [key],
    ),
  });
}
