import type { StreamPartMessage } from '../../preload/contract/members';

/** At most one message of text in this time: one frame of a 60 Hz screen. */
export const frameMs = 16;

export interface StreamSenderOptions {
  streamId: string;
  /** Hands one message to the window; does nothing when the window is gone. */
  send: (message: StreamPartMessage) => void;
}

interface TextDelta {
  type: 'text-delta';
  text: string;
}

/**
 * Numbers the parts of one stream and sends them in order. Text deltas are joined so that a fast model costs the window
 * at most one message a frame: the first goes out at once, later ones wait for the end of their frame. Every other
 * part takes the waiting text along and goes out at once. After the terminal part nothing more is sent.
 */
export class StreamSender {
  readonly #streamId: string;
  readonly #send: (message: StreamPartMessage) => void;
  #sequence = 0;
  #hasEnded = false;
  #waiting: TextDelta | null = null;
  #frame: NodeJS.Timeout | null = null;

  constructor({ streamId, send }: StreamSenderOptions) {
    this.#streamId = streamId;
    this.#send = send;
  }

  /** True once the terminal part is out. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  emit(part: unknown): void {
    if (this.#hasEnded) return;
    if (isTextDelta(part)) {
      this.#emitText(part);
      return;
    }
    this.#flush();
    this.#hasEnded = isTerminal(part);
    this.#post(part);
  }

  #emitText(delta: TextDelta): void {
    this.#waiting = this.#waiting === null ? delta : { ...delta, text: this.#waiting.text + delta.text };
    if (this.#frame === null) this.#sendWaitingAndOpenFrame();
  }

  #sendWaitingAndOpenFrame(): void {
    this.#frame = null;
    if (this.#waiting === null) return;
    this.#sendWaiting();
    this.#frame = setTimeout(() => {
      this.#sendWaitingAndOpenFrame();
    }, frameMs);
  }

  #flush(): void {
    if (this.#frame !== null) clearTimeout(this.#frame);
    this.#frame = null;
    this.#sendWaiting();
  }

  #sendWaiting(): void {
    if (this.#waiting === null) return;
    const delta = this.#waiting;
    this.#waiting = null;
    this.#post(delta);
  }

  #post(part: unknown): void {
    this.#send({ streamId: this.#streamId, sequence: this.#sequence, part });
    this.#sequence += 1;
  }
}

function isTextDelta(part: unknown): part is TextDelta {
  return hasType(part, 'text-delta') && 'text' in part && typeof part.text === 'string';
}

function isTerminal(part: unknown): boolean {
  return hasType(part, 'end');
}

function hasType(part: unknown, type: string): part is { type: string } {
  return typeof part === 'object' && part !== null && 'type' in part && part.type === type;
}
