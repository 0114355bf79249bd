/**
 * What may stand in the log beside an event's name: ids, codes, counts and times. Anything else is dropped when the
 * line is written, so that no prompt, answer or key gets there by a careless spread.
 */
export interface LogFields {
  conversationId?: string;
  messageId?: string;
  streamId?: string;
  assistantId?: string;
  templateId?: string;
  modelId?: string;
  downloadId?: string;
  sourceId?: string;
  documentId?: string;
  noticeId?: string;
  requestId?: string;
  /** `domain.member` of the contract. */
  request?: string;
  worker?: string;
  pid?: number;
  code?: string;
  status?: string;
  stopReason?: string;
  driver?: string;
  device?: string;
  version?: string;
  signal?: string;
  exitCode?: number;
  count?: number;
  attempt?: number;
  bytes?: number;
  contextSize?: number;
  promptTokens?: number;
  evaluatedTokens?: number;
  completionTokens?: number;
  tokensPerSecond?: number | null;
  durationMs?: number;
  timeToFirstTokenMs?: number | null;
  isPackaged?: boolean;
  retryable?: boolean;
  /** Written as name, code and stack frames; its message is left out, because it may quote what the user wrote. */
  error?: unknown;
}

/** The log of one component. `event` is a short constant such as `database opened`, never text from outside. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** The same log for one part of the program. */
  child(scope: { component: string }): Logger;
}

/** A log that ends up in a file. Whoever created it closes it. */
export interface ClosableLogger extends Logger {
  /** Resolves when all lines are handed to the disk. Lines after it are dropped. */
  close(): Promise<void>;
}

/** Writes nothing: for tests and for code that runs before there is a log. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
