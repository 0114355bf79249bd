import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamPartMessage } from '../../preload/contract/members';
import { frameMs, StreamSender } from './streamSender';

const delta = (text: string, completionTokens: number) => ({ type: 'text-delta', text, completionTokens });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createSender() {
  const sent: StreamPartMessage[] = [];
  const sender = new StreamSender({ streamId: 's', send: (message) => sent.push(message) });
  return { sent, sender, parts: () => sent.map(({ part }) => part) };
}

describe('StreamSender', () => {
  it('sends the first text at once', () => {
    const { sender, sent } = createSender();
    sender.emit(delta('a', 1));
    expect(sent).toEqual([{ streamId: 's', sequence: 0, part: delta('a', 1) }]);
  });

  it('joins the texts of one frame and keeps the latest count', () => {
    const { sender, parts } = createSender();
    for (const [index, text] of ['a', 'b', 'c'].entries()) sender.emit(delta(text, index + 1));
    vi.advanceTimersByTime(frameMs);
    expect(parts()).toEqual([delta('a', 1), delta('bc', 3)]);
  });

  it('sends at most one message of text a frame, loses none and keeps the order', () => {
    const { sender, sent } = createSender();
    let expected = '';
    for (let token = 0; token < 1000; token += 1) {
      sender.emit(delta(`${token} `, token));
      expected += `${token} `;
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(frameMs);
    expect(sent.length).toBeLessThanOrEqual(Math.ceil(1000 / frameMs) + 2);
    expect(sent.map(({ part }) => (part as { text: string }).text).join('')).toBe(expected);
    expect(sent.map(({ sequence }) => sequence)).toEqual(sent.map((_, index) => index));
  });

  it('sends text at once again after a pause', () => {
    const { sender, parts } = createSender();
    sender.emit(delta('a', 1));
    vi.advanceTimersByTime(10 * frameMs);
    sender.emit(delta('b', 2));
    expect(parts()).toEqual([delta('a', 1), delta('b', 2)]);
  });

  it('sends waiting text before any other part', () => {
    const { sender, parts } = createSender();
    sender.emit(delta('a', 1));
    sender.emit(delta('b', 2));
    sender.emit({ type: 'phase', phase: 'writing' });
    expect(parts()).toEqual([delta('a', 1), delta('b', 2), { type: 'phase', phase: 'writing' }]);
  });

  it('sends waiting text before the end and nothing after it', () => {
    const { sender, parts } = createSender();
    sender.emit(delta('a', 1));
    sender.emit(delta('b', 2));
    sender.emit({ type: 'end' });
    sender.emit(delta('late', 3));
    sender.emit({ type: 'end' });
    vi.advanceTimersByTime(100 * frameMs);
    expect(parts()).toEqual([delta('a', 1), delta('b', 2), { type: 'end' }]);
    expect(sender.hasEnded).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
