import { z } from 'zod';
import { idSchema } from './id';
import { passagePlaceSchema, scopeSchema } from './knowledge';
import { event, request } from './members';

/** What became of a passage that the search found. */
export const candidateOutcomes = [
  'sent',
  /** Part of a neighbour that was sent. */
  'joined',
  'below-floor',
  'near-duplicate',
  'over-budget',
  'beyond-limit',
] as const;
export type CandidateOutcome = (typeof candidateOutcomes)[number];

/** A passage the search found, with all its scores. */
export const candidateSchema = z.object({
  documentId: idSchema,
  documentName: z.string(),
  ordinal: z.number(),
  place: passagePlaceSchema,
  /** Cut where it is long. */
  text: z.string(),
  tokens: z.number(),
  /** Cosine of query and passage, -1 to 1; null when only the words found it. */
  similarity: z.number().nullable(),
  /** BM25 of the full-text search; null when only the meaning found it. */
  fullTextScore: z.number().nullable(),
  /** Of both together, 0 to 1: what candidates are ranked by. */
  fusedScore: z.number(),
  /** Of the reranker; null when there is none. */
  rerankScore: z.number().nullable(),
  outcome: z.enum(candidateOutcomes),
  /** The number it is cited by; null when it was not sent. */
  citation: z.number().nullable(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** Milliseconds of each step. */
export const searchTimingsSchema = z.object({
  embedMs: z.number(),
  vectorMs: z.number(),
  fullTextMs: z.number(),
  rerankMs: z.number().nullable(),
  totalMs: z.number(),
});
export type SearchTimings = z.infer<typeof searchTimingsSchema>;

/** A passage, or several neighbours in one, as the model read it. */
export const citedPassageSchema = z.object({
  /** From 1, as in the answer's text. */
  number: z.number(),
  documentId: idSchema,
  documentName: z.string(),
  /** The first and last passage it is made of. */
  fromOrdinal: z.number(),
  toOrdinal: z.number(),
  startOffset: z.number(),
  endOffset: z.number(),
  place: passagePlaceSchema,
  text: z.string(),
});
export type CitedPassage = z.infer<typeof citedPassageSchema>;

/** How much of a document the model read. */
export const seenDocumentSchema = z.object({
  documentId: idSchema,
  name: z.string(),
  seen: z.enum(['whole', 'parts', 'nothing']),
  passagesSeen: z.number(),
  passagesTotal: z.number(),
});
export type SeenDocument = z.infer<typeof seenDocumentSchema>;

/**
 * How much of what a scope names was there to answer from: `part` when some of it was removed since it was chosen,
 * `removed` when all of it was, `empty` when what is left of it holds no documents.
 */
export const scopeExtentSchema = z.enum(['all', 'part', 'removed', 'empty']);
export type ScopeExtent = z.infer<typeof scopeExtentSchema>;

/** What an answer was given to read, and why; stored with the answer. */
export const groundingSchema = z.object({
  /** `as-asked`: the question stands alone; `rewritten` by the model; `combined` with the question before it. */
  queryOrigin: z.enum(['as-asked', 'rewritten', 'combined']),
  /** With `removed` and `empty` the model answered as in a chat without documents. */
  scopeExtent: scopeExtentSchema.default('all'),
  /** Null when whole documents went in without any search. */
  query: z.string().nullable(),
  /** Best first. */
  candidates: z.array(candidateSchema),
  sent: z.array(citedPassageSchema),
  /** The single documents of the scope, and those that passages came from. */
  documents: z.array(seenDocumentSchema),
  /** Nothing in the scope was close enough to the question. */
  isNothingRelevant: z.boolean(),
  /** Files of the scope that cannot be searched yet, or not at all. */
  unreadableDocuments: z.number(),
  /** In the model's tokens. */
  budgetTokens: z.number(),
  usedTokens: z.number(),
  timings: searchTimingsSchema.nullable(),
  embedderId: z.string().nullable(),
  /** Numbers the model cited though there is no such passage: taken out of the answer. */
  removedCitations: z.array(z.number()),
});
export type Grounding = z.infer<typeof groundingSchema>;

/** A model for searching: it turns texts into vectors, or scores pairs of query and passage. */
export const retrievalModelSchema = z.object({
  id: z.string(),
  kind: z.enum(['embedder', 'reranker']),
  name: z.string(),
  /** Null for a reranker. */
  dimensions: z.number().nullable(),
  maxTokens: z.number(),
  bytes: z.number(),
  isStarter: z.boolean(),
  isInUse: z.boolean(),
});
export type RetrievalModel = z.infer<typeof retrievalModelSchema>;

/** The index that answers now, and the one that is being made for another embedder. */
export const indexStatusSchema = z.object({
  embedderId: z.string().nullable(),
  passages: z.number(),
  building: z
    .object({ embedderId: z.string(), passagesDone: z.number(), passagesTotal: z.number() })
    .nullable(),
});
export type IndexStatus = z.infer<typeof indexStatusSchema>;

export const recallQuestionSchema = z.object({
  id: idSchema,
  question: z.string(),
  scope: scopeSchema,
  /** The source that should be found, by its document; the name outlives it. */
  expectedDocumentId: idSchema.nullable(),
  expectedDocumentName: z.string(),
  /** Words that the right passage holds; empty: any passage of the document will do. */
  expectedText: z.string(),
  createdAt: z.number(),
});
export type RecallQuestion = z.infer<typeof recallQuestionSchema>;

export const recallRunSchema = z.object({
  id: idSchema,
  createdAt: z.number(),
  embedderId: z.string(),
  rerankerId: z.string().nullable(),
  /** `after-indexing`: made by itself when the index had changed. */
  trigger: z.enum(['user', 'after-indexing']),
  questions: z.number(),
  /** Questions whose source was among the first ten. */
  hits: z.number(),
  /** Mean of 1/rank, 0 for a source that was not among the first ten. */
  meanReciprocalRank: z.number(),
  /** One a question, rank from 1; null: not among the first ten. */
  results: z.array(z.object({ questionId: idSchema, question: z.string(), rank: z.number().nullable() })),
});
export type RecallRun = z.infer<typeof recallRunSchema>;

const querySchema = z.string().trim().min(1).max(2000);

export const retrieval = {
  /** Searches without any language model. */
  search: request(
    z.strictObject({ query: querySchema, scope: scopeSchema, limit: z.number().int().min(1).max(100) }),
    z.object({
      candidates: z.array(candidateSchema),
      isNothingRelevant: z.boolean(),
      timings: searchTimingsSchema,
    }),
  ),
  models: request(z.strictObject({}), z.array(retrievalModelSchema)),
  /** Asks for the folder of an embedder or reranker in ONNX format; null when the user cancelled. */
  chooseModel: request(z.strictObject({}), retrievalModelSchema.nullable()),
  /** An embedder: makes a new index in the background, which takes over when it is complete. */
  useModel: request(z.strictObject({ id: z.string().max(200) }), z.null()),
  /** Searches without a reranker from now on. */
  stopReranking: request(z.strictObject({}), z.null()),
  removeModel: request(z.strictObject({ id: z.string().max(200) }), z.null()),
  indexStatus: request(z.strictObject({}), indexStatusSchema),
  /** Makes the search index anew from the stored texts. */
  rebuildIndex: request(z.strictObject({}), z.null()),

  recallQuestions: request(z.strictObject({}), z.array(recallQuestionSchema)),
  saveRecallQuestion: request(
    z.strictObject({
      question: querySchema,
      scope: scopeSchema,
      expectedDocumentId: idSchema,
      expectedText: z.string().max(2000),
    }),
    recallQuestionSchema,
  ),
  removeRecallQuestion: request(z.strictObject({ id: idSchema }), z.null()),
  runRecall: request(z.strictObject({}), recallRunSchema),
  /** Oldest first. */
  recallRuns: request(z.strictObject({}), z.array(recallRunSchema)),

  /** Models or index status are not what they were, and with `isRecallToo` the recall questions or runs. */
  changed: event(z.object({ isRecallToo: z.boolean().optional() })),
};
