import type { Timers } from '../../main/workers/timers';
import type { MovableClock } from './movableClock';

interface PendingTimer {
  dueMs: number;
  callback: () => void;
}

/** Timers that fire only when time is moved. */
export interface MovableTimers extends Timers {
  /** How many callbacks are still to come. */
  readonly pendingCount: number;
  /** Moves the clock, fires what comes due on the way in its order, and lets promises settle after each. */
  advance(milliseconds: number): Promise<void>;
}

export function movableTimers(clock: MovableClock): MovableTimers {
  const pending = new Set<PendingTimer>();

  function next(untilMs: number): PendingTimer | undefined {
    const due = [...pending].filter(({ dueMs }) => dueMs <= untilMs);
    return due.sort((first, second) => first.dueMs - second.dueMs)[0];
  }

  return {
    get pendingCount() {
      return pending.size;
    },
    after(delayMs, callback) {
      const timer = { dueMs: clock.monotonicMs() + delayMs, callback };
      pending.add(timer);
      return () => void pending.delete(timer);
    },
    async advance(milliseconds) {
      const untilMs = clock.monotonicMs() + milliseconds;
      await settle();
      for (let timer = next(untilMs); timer; timer = next(untilMs)) {
        pending.delete(timer);
        clock.advance(timer.dueMs - clock.monotonicMs());
        timer.callback();
        await settle();
      }
      clock.advance(untilMs - clock.monotonicMs());
    },
  };
}

/** Resolves after all promises that can settle now have settled. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
