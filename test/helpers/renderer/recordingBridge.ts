import type { LoamBridge } from '../../../preload/contract/index';
import type { ErrorCode } from '../../../preload/contract/errors';
import type { ComparisonPart } from '../../../preload/contract/comparisons';
import type { GenerationPart } from '../../../preload/contract/generation';
import type { AddModelsPart } from '../../../preload/contract/models';
import { memberNames } from '../../../preload/contract/memberNames';

export interface RecordedCall {
  /** `domain.member`. */
  member: string;
  input: unknown;
}

/** A started stream of the test: its parts are sent by hand. */
export interface RecordedStream {
  send: (part: GenerationPart | AddModelsPart | ComparisonPart) => void;
}

type Answer = (input: never) => unknown;

/** A main process for tests: it writes down what it is asked and answers as it was told. */
export interface RecordingBridge {
  bridge: LoamBridge;
  calls: RecordedCall[];
  streams: RecordedStream[];
  /** Inputs of one member, in order. */
  inputsOf: (member: string) => unknown[];
  emit: (event: string, payload: unknown) => void;
  /** Changes the answer of one member. A thrown `refusal` becomes an error envelope. */
  answer: (member: string, answer: Answer) => void;
}

/** To be thrown by an answer: the bridge turns it into an error envelope. */
export function refusal(code: ErrorCode, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Members without an answer refuse with `request/unknown`, so that a test names everything its screen asks for. */
export function createRecordingBridge(answers: Record<string, Answer>): RecordingBridge {
  const calls: RecordedCall[] = [];
  const streams: RecordedStream[] = [];
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const current = { ...answers };

  const request = (member: string) => async (input: unknown) => {
    calls.push({ member, input });
    try {
      const answer = current[member];
      if (answer === undefined) throw refusal('request/unknown', `The test gives no answer to ${member}.`);
      return { ok: true, value: structuredClone(await answer(input as never)) };
    } catch (error) {
      const { code, message } = error as { code?: ErrorCode; message: string };
      return { ok: false, error: { code: code ?? 'internal/unexpected', message, retryable: false } };
    }
  };
  const stream =
    (member: string) => (input: unknown, onPart: (message: { sequence: number; part: unknown }) => void) => {
      let sequence = 0;
      streams.push({
        send: (part) => {
          onPart({ sequence, part: structuredClone(part) });
          sequence += 1;
        },
      });
      return request(member)(input);
    };
  const event = (member: string) => (listener: (payload: unknown) => void) => {
    const known = listeners.get(member) ?? new Set();
    listeners.set(member, known.add(listener));
    return () => known.delete(listener);
  };
  const makers = { request, stream, event };
  const bridge = Object.fromEntries(
    Object.entries(memberNames).map(([domain, members]) => [
      domain,
      Object.fromEntries(
        Object.entries(members).map(([name, kind]) => [name, makers[kind](`${domain}.${name}`)]),
      ),
    ]),
    // The loop treats every member alike; memberNames is checked against the contract.
  ) as unknown as LoamBridge;

  return {
    bridge,
    calls,
    streams,
    inputsOf: (member) => calls.filter((call) => call.member === member).map(({ input }) => input),
    emit: (member, payload) => listeners.get(member)?.forEach((listener) => listener(payload)),
    answer: (member, answer) => {
      current[member] = answer;
    },
  };
}
