import type { CatalogueModel } from '../../../preload/contract/catalogue';
import type { Download } from '../../../preload/contract/downloads';
import type { Fit, Machine } from '../../../preload/contract/fit';

export const sampleMachine: Machine = {
  ramTotalBytes: 16_000_000_000,
  ramAvailableBytes: 9_200_000_000,
  physicalCores: 8,
  devices: ['GeForce RTX 3060'],
  vramTotalBytes: 12_000_000_000,
  vramFreeBytes: 11_000_000_000,
  diskFreeBytes: 120_000_000_000,
};

export function sampleFit(changes: Partial<Fit> = {}): Fit {
  return {
    verdict: 'fits',
    reason: 'Needs 3.1 GB of memory; 9.2 GB are free.',
    ramBytes: 3_100_000_000,
    vramBytes: 0,
    contextSize: 4096,
    tokensPerSecond: 12,
    basis: 'measured',
    ...changes,
  };
}

export function sampleCatalogueModel(changes: Partial<CatalogueModel> = {}): CatalogueModel {
  return {
    id: 'qwen3-4b',
    name: 'Qwen3 4B',
    family: 'Qwen3',
    repository: 'Qwen/Qwen3-4B-GGUF',
    revision: 'main',
    files: ['Qwen3-4B-Q4_K_M.gguf'],
    bytes: 2_497_280_256,
    licence: 'Apache-2.0',
    parameters: '4B',
    quantization: 'Q4_K_M',
    contextLength: 32_768,
    goodFor: 'Writing, summaries and questions in many languages.',
    smallestMemoryBytes: 8_000_000_000,
    fit: sampleFit({ basis: 'calculated' }),
    isRecommended: true,
    isUserDefined: false,
    installedModelId: null,
    downloadId: null,
    ...changes,
  };
}

/** A download of `sampleCatalogueModel` that is under way. */
export function sampleDownload(changes: Partial<Download> = {}): Download {
  return {
    id: 'd1',
    kind: 'model',
    name: 'Qwen3 4B',
    source: { type: 'catalogue', catalogueId: 'qwen3-4b' },
    state: 'downloading',
    fileNames: ['Qwen3-4B-Q4_K_M.gguf'],
    receivedBytes: 1_100_000_000,
    totalBytes: 2_497_280_256,
    bytesPerSecond: 12_000_000,
    secondsLeft: 116,
    isVouchedFor: true,
    error: null,
    installedId: null,
    createdAt: 1_700_000_000_000,
    ...changes,
  };
}
