import { randomInt } from 'node:crypto';
import { LoamError } from '../../preload/contract/errors';
import type { ContextUse, GenerationPart, Turn } from '../../preload/contract/generation';
import type { Message } from '../../preload/contract/conversations';
import type { Emit } from '../../preload/contract/members';
import type { Clock } from '../clock';
import type { BegunTurn, FinishedTurn, TurnStore } from '../conversations/conversationService';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import { runAnswer } from './answer';
import type { GroundingService } from './grounding/groundingService';
import { isEmptyScope } from './grounding/scopeOf';
import type { LanguageModel, LanguageModelSetup } from './languageModel';
import { contextUseOf, PromptPlanner } from './promptPlan';

export interface GenerationDependencies {
  turns: TurnStore;
  /** The model that answers in a conversation. */
  languageModelFor(setup: LanguageModelSetup): LanguageModel;
  /** Finds what of the user's documents an answer is drawn from. */
  grounding: Pick<GroundingService, 'ground'>;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
}

/** A committed turn and the work that answers it. `run` never rejects: it ends with exactly one `end` part. */
export interface StartedTurn {
  userMessage: Message | null;
  assistantMessage: Message;
  run(emit: Emit<GenerationPart>): Promise<Message>;
}

const largestSeed = 2 ** 32 - 1;

/** A turn from question to stored answer. */
export class GenerationService {
  readonly #dependencies: GenerationDependencies;
  readonly #planner = new PromptPlanner();
  /** Answers that could not be written when they ended (a full disk): tried again before the next turn. */
  readonly #unsaved = new Map<string, FinishedTurn>();
  /** The answers being written, by conversation. */
  readonly #running = new Map<
    string,
    { messageId: string; controller: AbortController; settled: Promise<unknown> }
  >();
  #warming: AbortController | undefined;

  constructor(dependencies: GenerationDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Commits the turn to disk and returns the work that answers it.
   *
   * @throws LoamError conversation/not-found, conversation/busy, message/not-found, message/not-continuable
   */
  start(conversationId: string, turn: Turn): StartedTurn {
    this.#saveUnsaved();
    const begun = this.#dependencies.turns.beginTurn(conversationId, turn);
    this.#warming?.abort();
    const controller = new AbortController();
    const { promise: settled, resolve: settle } = Promise.withResolvers<null>();
    this.#running.set(conversationId, { messageId: begun.assistantMessage.id, controller, settled });
    return {
      userMessage: begun.userMessage,
      assistantMessage: begun.assistantMessage,
      run: async (emit) => {
        try {
          return await this.#answer(begun, turn, controller.signal, emit);
        } finally {
          this.#running.delete(conversationId);
          settle(null);
          this.#dependencies.events.emit('conversations.changed', { id: conversationId });
        }
      },
    };
  }

  /** Stops the answer this conversation is receiving and keeps what was said. */
  cancel(conversationId: string): void {
    this.#running.get(conversationId)?.controller.abort();
  }

  /** Ids of the answers that are being written here. */
  runningMessageIds(): string[] {
    return [...this.#running.values()].map(({ messageId }) => messageId);
  }

  /** Stops every answer and waits until what was said is stored. */
  async dispose(): Promise<void> {
    this.#warming?.abort();
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ settled }) => settled));
  }

  /**
   * Gets the model ready for the next question here. Waits for answers that are being written, since this conversation
   * may want another model, and gives way at once to a question anywhere.
   */
  async warm(conversationId: string): Promise<ContextUse> {
    const { turns, languageModelFor } = this.#dependencies;
    await Promise.all([...this.#running.values()].map(({ settled }) => settled));
    const conversation = turns.get(conversationId);
    const branch = turns.activeBranch(conversationId).filter((message) => message.status !== 'streaming');
    const model = languageModelFor(conversation);
    const planned = await this.#planner.plan(model, { conversation, history: branch });
    if (this.#running.size === 0) {
      this.#warming?.abort();
      const controller = new AbortController();
      this.#warming = controller;
      await model.warm(planned.messages, controller.signal);
    }
    return contextUseOf(planned);
  }

  async #answer(
    begun: BegunTurn,
    turn: Turn,
    signal: AbortSignal,
    emit: Emit<GenerationPart>,
  ): Promise<Message> {
    const { turns, languageModelFor, grounding, clock, logger } = this.#dependencies;
    const { conversation, assistantMessage } = begun;
    const { scope } = conversation;
    const model = languageModelFor(conversation);
    const continues = turn.type === 'continue' && assistantMessage.text !== '';
    const history = continues ? [...begun.history, assistantMessage] : begun.history;
    // The rest of an answer is drawn from what its beginning was drawn from.
    const begunWith = continues ? assistantMessage.provenance : null;
    return runAnswer({
      model,
      conversation,
      message: assistantMessage,
      continuesLastMessage: continues,
      seed: conversation.sampling.seed ?? randomInt(largestSeed),
      plan: ({ onPhase, ...listener }) =>
        this.#planner.plan(
          model,
          { conversation, history, continuesLastMessage: continues },
          {
            ...listener,
            ground: async (soFar) => {
              if (begunWith) return begunWith.grounding;
              return isEmptyScope(scope)
                ? null
                : grounding.ground({ ...soFar, model, scope, signal, onPhase });
            },
          },
        ),
      turns,
      onUnsaved: (finished) => this.#unsaved.set(assistantMessage.id, finished),
      clock,
      logger,
      signal,
      emit,
    });
  }

  #saveUnsaved(): void {
    for (const [messageId, finished] of this.#unsaved) {
      try {
        this.#dependencies.turns.finishTurn(messageId, finished);
      } catch (error) {
        // Its conversation is gone meanwhile: there is nothing left to write it to.
        if (!(error instanceof LoamError && error.code === 'message/not-found')) throw error;
      }
      this.#unsaved.delete(messageId);
    }
  }
}
