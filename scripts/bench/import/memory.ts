import { readFileSync } from 'node:fs';

export interface MemorySample {
  /** Files that are done. */
  files: number;
  mainMb: number;
  workerMb: number;
}

/** Resident memory of a process; on another system than Linux there is no cheap way to ask. */
export function residentMb(pid: number | undefined): number {
  if (pid === undefined) return NaN;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  } catch {
    return NaN;
  }
}
