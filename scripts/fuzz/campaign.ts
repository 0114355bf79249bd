import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { checkModelHeader } from '../../main/models/gguf/checkModelHeader';
import { readGgufHeader } from '../../main/models/gguf/readGgufHeader';
import { mutations } from '../../test/fixtures/ggufMutations';
import { SeededRandom } from '../../test/helpers/seededRandom';

/** What became of a file that was given to llama.cpp. */
export type LoadOutcome = 'loaded' | 'refused' | 'died' | 'hung';

export interface CampaignOptions {
  /** A sound model. Its header is changed; zeros stand in for its tensors' data. */
  modelPath: string;
  seed: number;
  mutationCount: number;
  truncationCount: number;
  /** Where the changed files are written, one at a time. */
  folder: string;
  /** Loads what the validator accepted. It must not throw. */
  load: (path: string) => Promise<LoadOutcome>;
  /** Told after each changed file. */
  onProgress?: (done: number) => void;
}

export interface CampaignResult {
  accepted: number;
  refused: number;
  /** Truncated files that were accepted, which must not be: each by its length. */
  acceptedTruncations: number[];
  truncations: number;
  loads: Record<LoadOutcome, number>;
  /** The changes that killed or hung the worker. */
  deadly: string[];
  slowestVerdictMs: number;
  /** How often each reason was given, without what differs from file to file. */
  reasons: Map<string, number>;
}

/** Gives changed and truncated models to the validator, and those that it accepts to llama.cpp. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const result: CampaignResult = {
    accepted: 0,
    refused: 0,
    acceptedTruncations: [],
    truncations: 0,
    loads: { loaded: 0, refused: 0, died: 0, hung: 0 },
    deadly: [],
    slowestVerdictMs: 0,
    reasons: new Map(),
  };
  const { header, fileBytes } = await readSoundHeader(options.modelPath);
  await giveTruncations({ options, result, header, fileBytes });
  await giveMutations({ options, result, header, fileBytes });
  return result;
}

interface Run {
  options: CampaignOptions;
  result: CampaignResult;
  header: Buffer;
  fileBytes: number;
}

async function giveMutations({ options, result, header, fileBytes }: Run): Promise<void> {
  const dataBytes = fileBytes - header.length;
  let done = 0;
  for (const mutation of mutations(options.seed, options.mutationCount, header)) {
    // A name of its own, so that no loader takes it for the one before.
    await withFile(join(options.folder, `changed-${done}.gguf`), async (path, file) => {
      await file.write(mutation.header, 0, mutation.header.length, 0);
      // Without writing them, the data are zeros. A header of another length may be padded further.
      await file.truncate(mutation.header.length + dataBytes + 32);
      const reason = await verdict(path, result);
      if (reason === null) await giveAccepted(path, mutation.name, options, result);
      else result.refused += 1;
    });
    done += 1;
    options.onProgress?.(done);
  }
}

async function giveAccepted(
  path: string,
  name: string,
  { load }: CampaignOptions,
  result: CampaignResult,
): Promise<void> {
  result.accepted += 1;
  const outcome = await load(path);
  result.loads[outcome] += 1;
  if (outcome === 'died' || outcome === 'hung') result.deadly.push(`${outcome}: ${name}`);
}

async function giveTruncations({ options, result, header, fileBytes }: Run): Promise<void> {
  await withFile(join(options.folder, 'truncated.gguf'), async (path, file) => {
    await file.write(header, 0, header.length, 0);
    for (const bytes of truncatedLengths(options.seed, options.truncationCount, header.length, fileBytes)) {
      await file.truncate(bytes);
      const reason = await verdict(path, result);
      if (reason === null) result.acceptedTruncations.push(bytes);
      result.truncations += 1;
    }
  });
}

async function withFile(path: string, use: (path: string, file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'w');
  try {
    await use(path, file);
  } finally {
    await file.close();
    await rm(path);
  }
}

/** From long to short: half of them within the header, half within the data. */
export function truncatedLengths(
  seed: number,
  total: number,
  headerBytes: number,
  fileBytes: number,
): number[] {
  const random = new SeededRandom(seed);
  const borders = [0, 1, 4, 23, 24, headerBytes - 1, headerBytes, headerBytes + 1, fileBytes - 1];
  const lengths = new Set(borders.slice(0, total));
  while (lengths.size < total) {
    const isInHeader = lengths.size % 2 === 0;
    lengths.add(isInHeader ? random.below(headerBytes) : headerBytes + random.below(fileBytes - headerBytes));
  }
  return [...lengths].sort((one, other) => other - one);
}

/** Why the file is refused; null when it is not. */
async function verdict(path: string, result: CampaignResult): Promise<string | null> {
  const startedMs = performance.now();
  const read = await readGgufHeader(path);
  const reason = read.isValid ? checkModelHeader(read.header) : read.reason;
  result.slowestVerdictMs = Math.max(result.slowestVerdictMs, performance.now() - startedMs);
  if (reason !== null) count(result.reasons, reason);
  return reason;
}

async function readSoundHeader(modelPath: string): Promise<{ header: Buffer; fileBytes: number }> {
  const read = await readGgufHeader(modelPath);
  if (!read.isValid) throw new Error(`${modelPath} is not sound: ${read.reason}.`);
  const { dataOffset, fileBytes } = read.header;
  const header = Buffer.alloc(dataOffset);
  const file = await open(modelPath);
  try {
    await file.read(header, 0, dataOffset, 0);
  } finally {
    await file.close();
  }
  return { header, fileBytes };
}

function count(reasons: Map<string, number>, reason: string): void {
  const kind = reason.replaceAll(/".*?"/gsu, '…').replaceAll(/\d[\d,]*/gu, 'N');
  reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
}
