import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** In device-independent pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const windowStateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximized: z.boolean(),
});

/** Where the window was when it was last open; the bounds are those it has when it is not maximized. */
export type WindowState = z.infer<typeof windowStateSchema>;

export interface WindowPlacement {
  width: number;
  height: number;
  /** Null: centred on the main screen. */
  position: { x: number; y: number } | null;
  isMaximized: boolean;
}

export const minimumWindowSize = { width: 480, height: 480 } as const;
const defaultWindowSize = { width: 1200, height: 800 } as const;
/** So much of the top of the window must be on a screen for a hand to be able to drag it back. */
const reachable = { width: 120, height: 40 } as const;

/**
 * Where to open the window.
 *
 * @param saved null when there is nothing usable from the last time
 * @param workAreas of the screens there are now, the main one first
 */
export function placeWindow(saved: WindowState | null, workAreas: readonly Rectangle[]): WindowPlacement {
  const home = workAreas.find((area) => saved !== null && isReachableOn(saved, area));
  const area = home ?? workAreas[0];
  const wanted = saved ?? defaultWindowSize;
  return {
    width: clamp(wanted.width, minimumWindowSize.width, area?.width),
    height: clamp(wanted.height, minimumWindowSize.height, area?.height),
    position: home === undefined || saved === null ? null : { x: saved.x, y: saved.y },
    isMaximized: saved?.isMaximized ?? false,
  };
}

/** The saved state, or null when there is none or the file does not hold one: a lost window place is no failure. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** At once, because the window that closes may be the last thing the app does. */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(`${file}.partial`, JSON.stringify(state));
  renameSync(`${file}.partial`, file);
}

function isReachableOn(window: Rectangle, area: Rectangle): boolean {
  const left = Math.max(window.x, area.x);
  const right = Math.min(window.x + window.width, area.x + area.width);
  const isTopOnScreen = window.y >= area.y && window.y + reachable.height <= area.y + area.height;
  return isTopOnScreen && right - left >= reachable.width;
}

function clamp(value: number, lowest: number, highest = Number.POSITIVE_INFINITY): number {
  return Math.max(lowest, Math.min(value, highest));
}
