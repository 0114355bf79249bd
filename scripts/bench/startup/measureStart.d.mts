/** Milliseconds since the process was asked for. */
export interface Start {
  mainStartedMs: number;
  /** The window is visible and its page is painted. */
  firstPaintMs: number;
  textMs: number;
  /** Native modules that the main process loaded. */
  nativeLoads: { file: string; atMs: number }[];
}

/** Starts an app once, under the probe, waits until `text` is drawn in its page, and ends it. */
export function measureStart(options: {
  appFolder: string;
  userDataFolder: string;
  text: string;
}): Promise<Start>;
