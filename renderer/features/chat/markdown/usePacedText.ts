import { useEffect, useRef, useState } from 'react';

/** Up to this many characters an unfinished block is parsed with every frame: about 3 ms on a slow machine. */
const FREE_LENGTH = 2_000;
const BASE_INTERVAL_MS = 50;
const LONGEST_INTERVAL_MS = 1_600;

/**
 * How long to wait between two parsings of an unfinished block of so many characters, in milliseconds; 0 is every frame.
 * It grows with the length, so that an endless paragraph takes a bounded share of the time.
 */
export function pacingIntervalMs(unfinishedLength: number): number {
  if (unfinishedLength <= FREE_LENGTH) return 0;
  const doublings = Math.floor(Math.log2(unfinishedLength / FREE_LENGTH));
  return Math.min(LONGEST_INTERVAL_MS, BASE_INTERVAL_MS * 2 ** doublings);
}

/** The text as it was at the last tick of the interval, or as it is when the interval is 0. */
export function usePacedText(text: string, intervalMs: number): string {
  const [paced, setPaced] = useState(text);
  const latest = useRef(text);

  useEffect(() => {
    latest.current = text;
  }, [text]);

  useEffect(() => {
    if (intervalMs === 0) return;
    const timer = setInterval(() => setPaced(latest.current), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);

  return intervalMs === 0 ? text : paced;
}
