/**
 * @typedef {import('./pageChat.mjs').PageMessage} PageMessage
 * @typedef {import('./pageChat.mjs').ChatEvent} ChatEvent
 *
 * @typedef {object} AnswerRecord
 * @property {PageMessage} message As acknowledged, or as found when the app started last.
 * @property {string} seenText All that was streamed of it, with the text it began with.
 * @property {boolean} isFinished Whether its end was acknowledged, so that its text and status are fixed.
 * @property {boolean} mayContinue Whether it was asked to go on since, with or without an acknowledgement.
 */

/** Two lanes in one conversation get in each other's way, and some questions are longer than the model's window. */
const expectedRefusals = new Set([
  'conversation/busy',
  'message/not-continuable',
  'request/invalid',
  'generation/prompt-too-long',
]);

/**
 * What the app acknowledged to its page. It is kept outside of the app and over all rounds, so what is lost at any
 * time later is noticed too.
 */
export class Ledger {
  /** @type {Set<string>} */
  conversationIds = new Set();
  /** @type {Map<string, PageMessage>} */
  #questions = new Map();
  /** @type {Map<string, AnswerRecord>} */
  #answers = new Map();
  counts = { questions: 0, answers: 0, finished: 0, continued: 0 };
  /** @type {Map<string, number>} How often each reason was given, for a refused request or a failed answer. */
  refusals = new Map();
  /** @type {string[]} Errors that no use of the app may lead to. */
  #surprises = [];

  /** @param {ChatEvent} event */
  record(event) {
    switch (event.type) {
      case 'created':
        this.conversationIds.add(event.conversationId);
        return;
      case 'asking':
        if (event.kind === 'continue' && event.messageId !== null) this.#expectToGrow(event.messageId);
        return;
      case 'started':
        this.#start(event);
        return;
      case 'streamed': {
        const answer = this.#answers.get(event.messageId);
        if (answer !== undefined) answer.seenText += event.text;
        return;
      }
      case 'ended':
        this.#finish(event.message);
        return;
      case 'refused':
        this.#refuse(event.code, event.message);
    }
  }

  /**
   * @param {string} code
   * @param {string} message
   */
  #refuse(code, message) {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    if (!expectedRefusals.has(code)) this.#surprises.push(`An unexpected failure, ${code}: ${message}`);
  }

  /** @param {string} messageId */
  #expectToGrow(messageId) {
    const answer = this.#answers.get(messageId);
    if (answer === undefined) return;
    answer.mayContinue = true;
    answer.isFinished = false;
    this.counts.continued += 1;
  }

  /** @param {Extract<ChatEvent, { type: 'started' }>} event */
  #start({ userMessage, assistantMessage }) {
    if (userMessage !== null) {
      this.#questions.set(userMessage.id, userMessage);
      this.counts.questions += 1;
    }
    const known = this.#answers.get(assistantMessage.id);
    if (known === undefined) this.counts.answers += 1;
    this.#answers.set(assistantMessage.id, {
      message: assistantMessage,
      seenText: assistantMessage.text,
      isFinished: false,
      mayContinue: known !== undefined,
    });
  }

  /** @param {PageMessage} message */
  #finish(message) {
    this.counts.finished += 1;
    if (message.error) this.#refuse(message.error.code, message.error.message);
    this.#answers.set(message.id, { message, seenText: message.text, isFinished: true, mayContinue: false });
  }

  /**
   * Takes over what a restarted app says about the answers that its death had left open: from now on it is fixed.
   * @param {readonly PageMessage[]} messages All that the app knows.
   */
  settle(messages) {
    for (const message of messages) {
      if (message.role !== 'assistant') continue;
      this.#answers.set(message.id, {
        message,
        seenText: message.text,
        isFinished: true,
        mayContinue: false,
      });
    }
  }

  /**
   * @param {readonly PageMessage[]} messages All that is stored.
   * @returns {string[]} What is not as it was acknowledged, a sentence each.
   */
  violations(messages) {
    const stored = new Map(messages.map((message) => [message.id, message]));
    return [
      ...this.#surprises.splice(0),
      ...[...this.#questions.values()].flatMap((question) =>
        questionViolations(question, stored.get(question.id)),
      ),
      ...[...this.#answers.values()].flatMap((answer) =>
        answerViolations(answer, stored.get(answer.message.id)),
      ),
    ];
  }
}

/**
 * @param {PageMessage} question
 * @param {PageMessage | undefined} stored
 * @returns {string[]}
 */
function questionViolations(question, stored) {
  if (stored === undefined) return [`The acknowledged question ${question.id} is lost.`];
  const isSame =
    stored.text === question.text &&
    stored.role === 'user' &&
    stored.status === 'complete' &&
    stored.parentId === question.parentId &&
    stored.conversationId === question.conversationId;
  return isSame
    ? []
    : [`The acknowledged question ${question.id} is stored otherwise than it was acknowledged.`];
}

/**
 * @param {AnswerRecord} answer
 * @param {PageMessage | undefined} stored
 * @returns {string[]}
 */
function answerViolations({ message, seenText, isFinished, mayContinue }, stored) {
  if (stored === undefined) return [`The acknowledged answer ${message.id} is lost.`];
  if (stored.parentId !== message.parentId || stored.role !== 'assistant') {
    return [`The answer ${message.id} is no longer under its question.`];
  }
  if (isFinished) {
    if (stored.text !== message.text) return [`The finished answer ${message.id} has another text.`];
    if (stored.status === message.status) return [];
    return [`The finished answer ${message.id} was ${message.status} and is stored as ${stored.status}.`];
  }
  if (mayContinue && !stored.text.startsWith(message.text)) {
    return [`The answer ${message.id} was carried on and lost what it had.`];
  }
  // Either side may be ahead: the page gets text that is not saved yet, and text is saved that the page has not got.
  const agrees = stored.text.startsWith(seenText) || seenText.startsWith(stored.text);
  return agrees ? [] : [`The unfinished answer ${message.id} holds a text that was not streamed.`];
}

/**
 * @param {readonly PageMessage[]} messages All that is stored.
 * @returns {string[]} Turns that are not whole.
 */
export function tornTurns(messages) {
  const stored = new Map(messages.map((message) => [message.id, message]));
  const answered = new Set(messages.map(({ parentId }) => parentId));
  return messages.flatMap((message) => {
    const parent = message.parentId === null ? null : stored.get(message.parentId);
    if (parent === undefined) return [`The message ${message.id} has lost the one before it.`];
    if (parent !== null && parent.conversationId !== message.conversationId) {
      return [`The message ${message.id} hangs under another conversation's message.`];
    }
    if (message.role === 'assistant' && parent?.role !== 'user')
      return [`The answer ${message.id} has no question.`];
    if (message.role === 'user' && parent?.role === 'user')
      return [`The question ${message.id} follows a question.`];
    if (message.role === 'user' && !answered.has(message.id))
      return [`The question ${message.id} has no answer row.`];
    return [];
  });
}

/**
 * @param {readonly PageMessage[]} before Stored when the app had died.
 * @param {readonly PageMessage[]} after What the app says once it is up again.
 * @returns {string[]} What the start changed although it must not, or left although it must not.
 */
export function recoveryViolations(before, after) {
  const known = new Map(after.map((message) => [message.id, message]));
  return before.flatMap((message) => {
    const now = known.get(message.id);
    if (now === undefined) return [`The message ${message.id} was lost by the start.`];
    if (now.text !== message.text) return [`The start changed the text of ${message.id}.`];
    const expected = message.status === 'streaming' ? 'interrupted' : message.status;
    if (now.status === expected) return [];
    return [`After the start ${message.id} is ${now.status}; it was ${message.status}.`];
  });
}
