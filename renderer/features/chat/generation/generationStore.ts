import { createStore } from 'zustand/vanilla';
import type { Message } from '../../../../preload/contract/conversations';
import type { LoamError } from '../../../../preload/contract/errors';
import type { ContextUse, GenerationPart, Turn } from '../../../../preload/contract/generation';

/** What the user is waiting for: `sending` until the question is on disk, then the phases of the contract. */
export type AnswerPhase = 'sending' | Extract<GenerationPart, { type: 'phase' }>['phase'];

/** An answer that this window is receiving. */
export interface LiveAnswer {
  /** Null until the turn is acknowledged. */
  messageId: string | null;
  text: string;
  phase: AnswerPhase;
  /** Documents were read or searched for it, so numbers in brackets are citations. */
  readsDocuments: boolean;
  completionTokens: number;
  /** The user asked to stop and the last part has not come yet. */
  isStopping: boolean;
}

/** How full the window is, and how many tokens of the answer were written when that was measured. */
export interface MeasuredContext {
  use: ContextUse;
  completionTokens: number;
}

/** How the last answer of a conversation ended. `count` grows, so that two equal ends are two announcements. */
export interface AnswerOutcome {
  status: Message['status'];
  count: number;
}

/** A turn that was not accepted, kept until the next attempt. */
export interface RefusedTurn {
  turn: Turn;
  error: LoamError;
}

/** All by conversation. */
interface GenerationState {
  answers: Readonly<Record<string, LiveAnswer>>;
  contexts: Readonly<Record<string, MeasuredContext>>;
  outcomes: Readonly<Record<string, AnswerOutcome>>;
  refusals: Readonly<Record<string, RefusedTurn>>;
  /** Why the last warm-up failed. Shown as the state of the model, never as a notification. */
  warmErrors: Readonly<Record<string, LoamError>>;
}

const nothing: GenerationState = { answers: {}, contexts: {}, outcomes: {}, refusals: {}, warmErrors: {} };

/**
 * The answers being received, by conversation. It lives outside the component tree, so that another conversation or
 * another screen can be looked at while an answer goes on.
 */
export const generationStore = createStore<GenerationState>(() => nothing);

/** Forgets everything, for tests. */
export function resetGenerationStore(): void {
  generationStore.setState(nothing, true);
}

export function isAnswering(conversationId: string): boolean {
  return generationStore.getState().answers[conversationId] !== undefined;
}

export function setLiveAnswer(conversationId: string, answer: LiveAnswer): void {
  generationStore.setState(({ answers }) => ({ answers: { ...answers, [conversationId]: answer } }));
}

/** Changes the answer being received; nothing happens when there is none. */
export function changeLiveAnswer(conversationId: string, change: Partial<LiveAnswer>): void {
  const answer = generationStore.getState().answers[conversationId];
  if (answer !== undefined) setLiveAnswer(conversationId, { ...answer, ...change });
}

/** Ends the receiving of this answer; another one that began meanwhile stays. */
export function removeLiveAnswer(conversationId: string, messageId: string | null): void {
  generationStore.setState(({ answers }) =>
    answers[conversationId]?.messageId === messageId ? { answers: without(answers, conversationId) } : {},
  );
}

/** Keeps what a turn or a warm-up said about the window. */
export function setContextUse(conversationId: string, use: ContextUse): void {
  generationStore.setState(({ answers, contexts }) => ({
    contexts: {
      ...contexts,
      [conversationId]: { use, completionTokens: answers[conversationId]?.completionTokens ?? 0 },
    },
  }));
}

export function recordOutcome(conversationId: string, status: Message['status']): void {
  generationStore.setState(({ outcomes }) => ({
    outcomes: {
      ...outcomes,
      [conversationId]: { status, count: (outcomes[conversationId]?.count ?? 0) + 1 },
    },
  }));
}

/** Null forgets the refusal. */
export function setRefusal(conversationId: string, refusal: RefusedTurn | null): void {
  generationStore.setState(({ refusals }) => ({ refusals: withEntry(refusals, conversationId, refusal) }));
}

/** Null: the warm-up succeeded. */
export function setWarmError(conversationId: string, error: LoamError | null): void {
  generationStore.setState(({ warmErrors }) => ({
    warmErrors: withEntry(warmErrors, conversationId, error),
  }));
}

function withEntry<Value>(
  entries: Readonly<Record<string, Value>>,
  key: string,
  value: Value | null,
): Readonly<Record<string, Value>> {
  if (value !== null) return { ...entries, [key]: value };
  return key in entries ? without(entries, key) : entries;
}

function without<Value>(entries: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  const { [key]: _removed, ...others } = entries;
  return others;
}
