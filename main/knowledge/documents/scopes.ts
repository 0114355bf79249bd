import { and, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm';
import { emptyScope, type KnowledgeDocument, type KnowledgeScope } from '../../../preload/contract/knowledge';
import type { Database } from '../../storage/database';
import { collections, documents, sources } from '../../storage/schema';
import type { SearchFilter } from '../../workers/indexing/protocol';
import type { DocumentListing } from './documentListing';

/** What a conversation's choice of collections, sources and documents comes to now. */
export class Scopes {
  readonly #database: Database;
  readonly #listing: DocumentListing;

  constructor(database: Database, listing: DocumentListing) {
    this.#database = database;
    this.#listing = listing;
  }

  /** In the numbers that the search index knows; what was removed is left out. */
  filter(scope: KnowledgeScope): SearchFilter {
    return this.#database.read((orm) => {
      const found = orm
        .select({ sequence: sources.sequence })
        .from(sources)
        .where(and(isNull(sources.removedAt), namedSources(scope)))
        .all();
      const single = orm
        .select({ sequence: documents.sequence })
        .from(documents)
        .innerJoin(sources, eq(sources.sequence, documents.sourceSequence))
        .where(
          and(
            inArray(documents.id, scope.documentIds),
            isNull(documents.removedAt),
            isNull(sources.removedAt),
          ),
        )
        .all();
      return {
        sources: found.map(({ sequence }) => sequence),
        documents: single.map(({ sequence }) => sequence),
      };
    });
  }

  /** Whether there is nothing in it to answer from, not even a file that waits to be read. */
  isEmpty(scope: KnowledgeScope): boolean {
    const filter = this.filter(scope);
    return filter.sources.length === 0 && filter.documents.length === 0;
  }

  /** The part of the scope that is still there. */
  known(scope: KnowledgeScope): KnowledgeScope {
    if (Object.values(scope).every((ids) => ids.length === 0)) return emptyScope;
    const documentIds = new Set(this.#listing.byIds(scope.documentIds).map(({ id }) => id));
    return this.#database.read((orm) => {
      const keptCollections = orm
        .select({ id: collections.id })
        .from(collections)
        .where(and(inArray(collections.id, scope.collectionIds), isNull(collections.removedAt)))
        .all();
      const keptSources = orm
        .select({ id: sources.id })
        .from(sources)
        .where(and(inArray(sources.id, scope.sourceIds), isNull(sources.removedAt)))
        .all();
      const collectionIds = new Set(keptCollections.map(({ id }) => id));
      const sourceIds = new Set(keptSources.map(({ id }) => id));
      return {
        collectionIds: scope.collectionIds.filter((id) => collectionIds.has(id)),
        sourceIds: scope.sourceIds.filter((id) => sourceIds.has(id)),
        documentIds: scope.documentIds.filter((id) => documentIds.has(id)),
      };
    });
  }

  /** Whether a source of the scope waits for the first look at its files; one that cannot be read does not. */
  isWaitingForScan(scope: KnowledgeScope): boolean {
    const { sources: named } = this.filter(scope);
    const waiting = this.#database.read((orm) =>
      orm
        .select({ sequence: sources.sequence })
        .from(sources)
        .where(and(inArray(sources.sequence, [...named]), isNull(sources.scannedAt), isNull(sources.problem)))
        .limit(1)
        .get(),
    );
    return waiting !== undefined;
  }

  /** Documents that the scope names one by one: single files, and documents picked out of a folder. */
  singleDocuments(scope: KnowledgeScope): KnowledgeDocument[] {
    const named = this.#listing.byIds(scope.documentIds);
    const ids = new Set(named.map(({ id }) => id));
    return [...named, ...this.#listing.ofSingleFiles(scope.sourceIds).filter(({ id }) => !ids.has(id))];
  }

  /** How many files of the scope cannot be searched yet, or not at all. */
  unsearchable(scope: KnowledgeScope): number {
    const { sources: ofSources, documents: single } = this.filter(scope);
    const row = this.#database.read((orm) =>
      orm
        .select({ files: sql<number>`COUNT(*)` })
        .from(documents)
        .where(
          and(
            isNull(documents.removedAt),
            eq(documents.revision, 0),
            or(inArray(documents.sourceSequence, [...ofSources]), inArray(documents.sequence, [...single])),
          ),
        )
        .get(),
    );
    return row?.files ?? 0;
  }
}

function namedSources({ collectionIds, sourceIds }: KnowledgeScope): SQL | undefined {
  return or(inArray(sources.collectionId, collectionIds), inArray(sources.id, sourceIds));
}
