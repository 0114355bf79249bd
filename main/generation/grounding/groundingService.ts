import type { KnowledgeDocument, KnowledgeScope } from '../../../preload/contract/knowledge';
import { LoamError } from '../../../preload/contract/errors';
import type { GenerationPart } from '../../../preload/contract/generation';
import type { CitedPassage, Grounding } from '../../../preload/contract/retrieval';
import type { ChatMessage, LanguageModel } from '../languageModel';
import { passageBudget, wholeDocumentsBudget, type WindowUse } from './budget';
import { documentSections } from './documentSections';
import { asksForAll, asksForSummary } from './asksForAll';
import { preamble } from './groundedQuestion';
import type { GroundingKnowledge, GroundingRetrieval } from './groundingSources';
import { countPassages, countTexts, samplePassage } from './passageSizes';
import { extentOf, isReadable, isUnderWay, isWithoutDocuments, namesOnly } from './scopeOf';
import { seenDocuments } from './seenDocuments';
import { spreadPassages } from './spreadPassages';
import { standAloneQuery } from './standAloneQuery';
import { unlessStuck } from './unlessStuck';

export type GroundingPhase = Extract<GenerationPart, { type: 'phase' }>['phase'];

export interface GroundingInput {
  model: LanguageModel;
  /** Not empty. */
  scope: KnowledgeScope;
  question: string;
  /** System message, where there is one. */
  systemPrompt: readonly ChatMessage[];
  /** What the model sees of the conversation before the question. */
  history: readonly ChatMessage[];
  window: Omit<WindowUse, 'instructionTokens'>;
  signal: AbortSignal;
  onPhase(phase: GroundingPhase): void;
}

/** More characters than these a token does not stand for: what is longer need not be counted. */
const mostCharactersPerToken = 12;
/** Room for the names of documents that nobody knows before the search. */
const unknownNamesTokens = 80;

/** Finds out what of the user's documents an answer is drawn from. */
export class GroundingService {
  readonly #knowledge: GroundingKnowledge;
  readonly #retrieval: GroundingRetrieval;

  constructor(dependencies: { knowledge: GroundingKnowledge; retrieval: GroundingRetrieval }) {
    this.#knowledge = dependencies.knowledge;
    this.#retrieval = dependencies.retrieval;
  }

  /**
   * Single documents that fit go in whole; otherwise the passages nearest to the question. Nothing, where the scope holds
   * no documents any more.
   *
   * @throws LoamError generation/cancelled, generation/prompt-too-long when the window has no room for any passage, the
   * reason why no document of the scope can be read (document/*), why the search is impossible (index/*, embedder/*,
   * worker/*), and the model's own failures
   */
  async ground(input: GroundingInput): Promise<Grounding> {
    const known = this.#knowledge.knownScope(input.scope);
    const scopeExtent = extentOf(input.scope, known, !this.#knowledge.isEmpty(known));
    if (isWithoutDocuments(scopeExtent)) return { ...withoutSearch, scopeExtent };
    return { ...(await this.#groundIn({ ...input, scope: known })), scopeExtent };
  }

  async #groundIn(input: GroundingInput): Promise<Grounding> {
    const named = await this.#readDocuments(input);
    const hasMore = !namesOnly(input.scope, named);
    if (!hasMore) failIfNoneReadable(named);
    const window = {
      ...input.window,
      instructionTokens: await instructionTokens(input.model, named, hasMore),
    };
    const whole = hasMore ? null : await this.#readWhole(input, named, wholeDocumentsBudget(window));
    if (whole) return whole;
    const budgetTokens = passageBudget(window);
    return !hasMore && asksForSummary(input.question)
      ? this.#summarise(input, named, budgetTokens)
      : this.#search(input, named, budgetTokens);
  }

  /** The documents that the scope names one by one, once each is read or failed, and those of its folders are known. */
  async #readDocuments({ scope, signal, onPhase }: GroundingInput): Promise<KnowledgeDocument[]> {
    // Before the first look into a folder nobody knows that there is something in it which cannot be searched yet.
    if (this.#knowledge.isWaitingForScan(scope)) {
      onPhase('reading-documents');
      await this.#knowledge.whenScanned(scope, signal);
    }
    const named = this.#knowledge.singleDocuments(scope);
    const waiting = named.filter((document) => isUnderWay(document, 'read'));
    if (waiting.length === 0) return named;
    onPhase('reading-documents');
    const ids = waiting.map(({ id }) => id);
    await unlessStuck(
      (unlessGivenUp) => this.#knowledge.whenRead(ids, unlessGivenUp),
      () => this.#knowledge.progress(),
      signal,
    );
    return this.#knowledge.singleDocuments(scope);
  }

  /** Null when they do not fit together. */
  async #readWhole(
    { model }: GroundingInput,
    named: readonly KnowledgeDocument[],
    budgetTokens: number,
  ): Promise<Grounding | null> {
    const readings = [];
    let charactersLeft = budgetTokens * mostCharactersPerToken;
    for (const { id, name } of named.filter(isReadable)) {
      const passages = this.#knowledge.readingOf(id, charactersLeft);
      if (passages === null) return null;
      charactersLeft -= passages.at(-1)?.endOffset ?? 0;
      readings.push({ documentId: id, documentName: name, passages });
    }
    const sent = documentSections(readings);
    const usedTokens = sum(await countPassages(model, sent));
    if (usedTokens > budgetTokens) return null;
    const counts = new Map(readings.map(({ documentId, passages }) => [documentId, passages.length]));
    const documents = named.map((document) => ({ ...document, passages: counts.get(document.id) ?? 0 }));
    return {
      ...withoutSearch,
      sent,
      documents: seenDocuments(documents, sent).map((seen) =>
        // A section that was blank is not sent, and nothing of it is missing.
        counts.has(seen.documentId) ? { ...seen, seen: 'whole', passagesSeen: seen.passagesTotal } : seen,
      ),
      unreadableDocuments: named.length - readings.length,
      budgetTokens,
      usedTokens,
    };
  }

  async #search(
    input: GroundingInput,
    named: readonly KnowledgeDocument[],
    budgetTokens: number,
  ): Promise<Grounding> {
    const { model, scope, signal, onPhase } = input;
    if (budgetTokens === 0) throw noRoomForPassages();
    const { query, origin } = await standAloneQuery({
      ...input,
      onRewriting: () => onPhase('rewriting-question'),
    });
    await this.#untilSearchable(input, named);
    // Before the search: what becomes searchable while it runs is not in it.
    const unreadableDocuments = this.#knowledge.unsearchable(scope);
    onPhase('searching');
    const found = await this.#retrieval.findPassages({
      query,
      scope,
      budgetTokens,
      countTokens: (texts) => countTexts(model, texts),
      signal,
    });
    const { sent, usedTokens, isNothingRelevant } =
      found.isNothingRelevant && namesOnly(scope, named) && asksForAll(input.question)
        ? await this.#spread(input, budgetTokens)
        : found;
    if (sent.length === 0 && !isNothingRelevant) throw noRoomForPassages();
    return {
      ...withoutSearch,
      sent,
      documents: this.#seen(scope, sent),
      unreadableDocuments,
      queryOrigin: origin,
      query,
      candidates: found.candidates,
      isNothingRelevant,
      budgetTokens,
      usedTokens,
      timings: found.timings,
      embedderId: found.embedderId,
    };
  }

  /** For a summary no passage is nearer to the question than another. */
  async #summarise(
    input: GroundingInput,
    named: readonly KnowledgeDocument[],
    budgetTokens: number,
  ): Promise<Grounding> {
    await this.#untilSearchable(input, named);
    const unreadableDocuments = this.#knowledge.unsearchable(input.scope);
    const { sent, usedTokens } = await this.#spread(input, budgetTokens);
    if (sent.length === 0) throw noRoomForPassages();
    const documents = this.#seen(input.scope, sent);
    return { ...withoutSearch, sent, documents, unreadableDocuments, budgetTokens, usedTokens };
  }

  async #spread({ model, scope }: GroundingInput, budgetTokens: number) {
    const documents = this.#knowledge.singleDocuments(scope);
    const spread = await spreadPassages({ knowledge: this.#knowledge, model, documents, budgetTokens });
    return { ...spread, isNothingRelevant: false };
  }

  async #untilSearchable(
    { signal, onPhase }: GroundingInput,
    named: readonly KnowledgeDocument[],
  ): Promise<void> {
    const waiting = named.filter((document) => isUnderWay(document, 'searchable')).map(({ id }) => id);
    if (waiting.length === 0) return;
    onPhase('reading-documents');
    await unlessStuck(
      (unlessGivenUp) => this.#knowledge.whenSearchable(waiting, unlessGivenUp),
      () => this.#knowledge.progress(),
      signal,
    );
  }

  /** The documents the scope names, and those that passages came from, as they are after the search. */
  #seen(scope: KnowledgeScope, sent: readonly CitedPassage[]): Grounding['documents'] {
    const named = this.#knowledge.singleDocuments(scope);
    const known = new Set(named.map(({ id }) => id));
    const found = [...new Set(sent.map(({ documentId }) => documentId))].filter((id) => !known.has(id));
    return seenDocuments([...this.#knowledge.documentsById(found), ...named], sent);
  }
}

const withoutSearch: Grounding = {
  scopeExtent: 'all',
  queryOrigin: 'as-asked',
  query: null,
  candidates: [],
  sent: [],
  documents: [],
  isNothingRelevant: false,
  unreadableDocuments: 0,
  budgetTokens: 0,
  usedTokens: 0,
  timings: null,
  embedderId: null,
  removedCitations: [],
};

function failIfNoneReadable(named: readonly KnowledgeDocument[]): void {
  if (named.some(isReadable)) return;
  const [first] = named;
  if (!first) return;
  const reason = first.error?.message ?? 'Its indexing was cancelled.';
  throw new LoamError(
    first.error?.code ?? 'document/unreadable',
    `This chat is to be answered from “${first.name}”, but the file could not be read: ${reason} ` +
      'Take it out of this chat, or try to read it again in Knowledge.',
    { retryable: true },
  );
}

function noRoomForPassages(): LoamError {
  return new LoamError(
    'generation/prompt-too-long',
    "The model's window has no room left for passages from your documents. Shorten the message or the system prompt, " +
      'or raise the context size in Settings.',
  );
}

/** What the prompt says about the documents, at its longest. */
async function instructionTokens(
  model: LanguageModel,
  named: readonly KnowledgeDocument[],
  hasMore: boolean,
): Promise<number> {
  const documents = named.map(({ id, name, passages }) => ({
    documentId: id,
    name,
    seen: 'parts' as const,
    passagesSeen: passages,
    passagesTotal: passages,
  }));
  const [tokens = 0] = await model.countTokens([
    preamble({ sent: [samplePassage('')], documents, unreadableDocuments: 1 }),
  ]);
  return tokens + (hasMore ? unknownNamesTokens : 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
