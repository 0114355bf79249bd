import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { BaseModel, BaseModels } from '../models/baseModels';
import { copyModelFile } from '../models/copyModelFile';
import { checkAdapterHeader } from '../models/gguf/checkAdapterHeader';
import { displayText } from '../models/gguf/displayText';
import type { GgufHeader } from '../models/gguf/ggufHeader';
import { readGgufHeader } from '../models/gguf/readGgufHeader';
import { invalidAdapterFile } from './adapterErrors';
import type { AdapterSource } from './adapterSource';
import { checkCompatibility } from './checkCompatibility';
import { planConversion, type ConversionPlan } from './conversion/conversionPlan';
import { convertPeft, plannedHeader } from './conversion/convertPeft';
import { type PeftAdapter, type PeftFiles, readPeftAdapter } from './conversion/peftAdapter';
import { findBase, type FitCheck } from './findBase';
import { purposeOf, purposeOfPeft } from './purpose';

/** An adapter's file as it lies in the folder it arrived in. */
export interface PreparedAdapter {
  header: GgufHeader;
  bytes: number;
  sha256: string;
  base: BaseModel;
}

export interface Preparation {
  source: AdapterSource;
  /** As people read it, also in the file where it is made from a PEFT adapter. */
  name: string;
  /** Null: the first model that it fits. */
  baseModelId: string | null;
  bases: BaseModels;
  /** Must not exist yet. */
  targetPath: string;
}

const neverStopped = new AbortController().signal;

/**
 * Copies or converts an adapter, which is on the disk then. It is checked before a byte is written, and what was written
 * is checked again: the file may have changed in between.
 *
 * @throws LoamError adapter/file-invalid, adapter/wrong-base, adapter/base-missing, model/*; what the file system throws
 */
export async function prepareAdapter(preparation: Preparation): Promise<PreparedAdapter> {
  const { source } = preparation;
  return source.type === 'gguf'
    ? copyAdapter(preparation, source.path)
    : convertAdapter(preparation, source.files);
}

/**
 * The header of an adapter's file.
 *
 * @param shownName for the error
 * @throws LoamError adapter/file-invalid; what the file system throws
 */
export async function readAdapterHeader(path: string, shownName: string): Promise<GgufHeader> {
  const verdict = await readGgufHeader(path);
  if (!verdict.isValid) throw invalidAdapterFile(shownName, verdict.reason);
  const reason = checkAdapterHeader(verdict.header);
  if (reason !== null) throw invalidAdapterFile(shownName, reason);
  return verdict.header;
}

/** A name for an adapter that has none in its file. */
export function nameOfSource({ type, name }: AdapterSource): string {
  const withoutExtension = type === 'gguf' ? name.slice(0, name.length - extname(name).length) : name;
  const shown = displayText(withoutExtension, 200);
  return shown === '' ? 'Adapter' : shown;
}

async function copyAdapter(
  { source, name, baseModelId, bases, targetPath }: Preparation,
  path: string,
): Promise<PreparedAdapter> {
  const header = await readAdapterHeader(path, source.name);
  const search = { adapterName: name, purpose: purposeOf(header), baseModelId, check: fitOf(header) };
  await findBase(bases, search);
  const copied = await copyModelFile(path, targetPath, () => undefined, neverStopped);
  const copiedHeader = await readAdapterHeader(targetPath, source.name);
  const { model } = await findBase(bases, { ...search, check: fitOf(copiedHeader) });
  return { header: copiedHeader, ...copied, base: model };
}

function fitOf(header: GgufHeader): FitCheck<null> {
  return (base) => {
    const reason = checkCompatibility(header, base);
    return reason === null ? { fit: null } : { reason };
  };
}

async function convertAdapter(
  { source, name, baseModelId, bases, targetPath }: Preparation,
  files: PeftFiles,
): Promise<PreparedAdapter> {
  const verdict = await readPeftAdapter(files);
  if (!verdict.isValid) throw invalidAdapterFile(source.name, verdict.reason);
  const { adapter } = verdict;
  const { model, fit } = await findBase(bases, {
    adapterName: name,
    purpose: purposeOfPeft(adapter),
    baseModelId,
    check: planFor(adapter),
  });
  const written = await writeConverted(adapter, fit, name, targetPath);
  return { header: await readAdapterHeader(targetPath, source.name), ...written, base: model };
}

function planFor(adapter: PeftAdapter): FitCheck<ConversionPlan> {
  return (base) => {
    const verdict = planConversion(adapter, base.header);
    if (!verdict.isPossible) return { reason: verdict.reason };
    const reason = checkCompatibility(plannedHeader(verdict.plan), base);
    return reason === null ? { fit: verdict.plan } : { reason };
  };
}

async function writeConverted(
  adapter: PeftAdapter,
  plan: ConversionPlan,
  name: string,
  targetPath: string,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(targetPath, 'wx', 0o600);
  try {
    await convertPeft(adapter, plan, { name, baseName: adapter.config.baseName }, async (piece) => {
      hash.update(piece);
      bytes += piece.length;
      await file.writeFile(piece);
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
