import { LoamError } from '../../preload/contract/errors';
import type { LogFields } from './logger';

type FieldKind = 'text' | 'number' | 'boolean' | 'error';

const fieldKinds = {
  conversationId: 'text',
  messageId: 'text',
  streamId: 'text',
  assistantId: 'text',
  templateId: 'text',
  modelId: 'text',
  downloadId: 'text',
  sourceId: 'text',
  documentId: 'text',
  noticeId: 'text',
  requestId: 'text',
  request: 'text',
  worker: 'text',
  pid: 'number',
  code: 'text',
  status: 'text',
  stopReason: 'text',
  driver: 'text',
  device: 'text',
  version: 'text',
  signal: 'text',
  exitCode: 'number',
  count: 'number',
  attempt: 'number',
  bytes: 'number',
  contextSize: 'number',
  promptTokens: 'number',
  evaluatedTokens: 'number',
  completionTokens: 'number',
  tokensPerSecond: 'number',
  durationMs: 'number',
  timeToFirstTokenMs: 'number',
  isPackaged: 'boolean',
  retryable: 'boolean',
  error: 'error',
} as const satisfies Record<keyof LogFields, FieldKind>;

/** Longer than any id, code or device name, shorter than a sentence worth hiding. */
const longestText = 100;
const deepestCause = 5;

export interface LoggedError {
  name: string;
  code?: string;
  retryable?: boolean;
  stack?: string[];
  cause?: LoggedError;
}

/** Keeps the allowed fields that have the allowed type, and drops everything else. */
export function allowedFields(fields: object): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(fieldKinds)) {
    const value: unknown = Object.hasOwn(fields, name) ? Reflect.get(fields, name) : undefined;
    if (kind === 'error') {
      if (value !== undefined) allowed[name] = loggedError(value);
    } else if (kind === 'text') {
      if (typeof value === 'string') allowed[name] = value.slice(0, longestText);
    } else if (typeof value === kind) {
      allowed[name] = value;
    }
  }
  return allowed;
}

/**
 * An error without its message. A LoamError is expected and needs no stack; anything else is a bug and keeps its frames
 * (the stack's first lines repeat the message, so only the lines of code places are kept).
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? error.code : undefined;
  return {
    name: identifier(error.name),
    ...((typeof code === 'string' || typeof code === 'number') && { code: identifier(String(code)) }),
    ...(error instanceof LoamError ? { retryable: error.retryable } : { stack: stackFrames(error) }),
    ...(error.cause !== undefined && depth < deepestCause && { cause: loggedError(error.cause, depth + 1) }),
  };
}

function stackFrames(error: Error): string[] {
  // The message can span lines and even imitate a frame, so it is cut off before the lines are looked at.
  const stack = error.stack ?? '';
  const messageEnd = stack.indexOf(error.message) + error.message.length;
  const frames = error.message !== '' && stack.includes(error.message) ? stack.slice(messageEnd) : stack;
  return frames
    .split('\n')
    .filter((line) => /^\s+at .+(?::\d+:\d+\)?|\(native\)|\(<anonymous>\))$/.test(line))
    .map((line) => line.trim().slice(0, 300))
    .slice(0, 30);
}

function identifier(text: string): string {
  return /^[\w./-]{1,100}$/.test(text) ? text : 'unnamed';
}
