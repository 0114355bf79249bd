import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import type * as Pdf from 'pdfjs-dist/legacy/build/pdf.mjs';
import { limitAllocations } from './limitAllocations';

export type PdfLibrary = typeof Pdf;

let loading: Promise<PdfLibrary> | null = null;

/** pdf.js, whose own worker runs in this thread too: it is the worker. */
export function loadPdfLibrary(): Promise<PdfLibrary> {
  loading ??= load();
  return loading;
}

/**
 * pdf.js asks whether it runs in Node, and then loads a library that draws, native code of some 30 MB, and reads files by
 * itself. In Electron's utility processes it does not. It is told the same everywhere: that this is no Node.
 */
async function load(): Promise<PdfLibrary> {
  limitAllocations();
  process.toString = () => 'a thread';
  pretend('navigator', { language: 'en-US', platform: '', userAgent: '' });
  pretend('DOMMatrix', NothingToDraw);
  try {
    const worker = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
    Reflect.set(globalThis, 'pdfjsWorker', worker);
    return await import('pdfjs-dist/legacy/build/pdf.mjs');
  } finally {
    Reflect.deleteProperty(process, 'toString');
  }
}

/** It wants to know what browser this is, and makes a matrix for drawing before anything is drawn. */
function pretend(name: string, value: unknown): void {
  if (!Reflect.has(globalThis, name)) Reflect.set(globalThis, name, value);
}

/** Gives pdf.js the tables of Chinese, Japanese and Korean encodings, which come with Loam; anything else does not exist. */
export class CharacterMaps {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    // The name comes from the document.
    if (kind !== 'cMapUrl' || !/^[\w-]+\.bcmap$/.test(filename)) throw new Error('There is no such file.');
    return new Uint8Array(await readFile(join(folderOfMaps(), filename)));
  }
}

/** Beside the built entry files, which is the folder of this code or the one above. */
function folderOfMaps(): string {
  const folders = [import.meta.dirname, join(import.meta.dirname, '..')].map((folder) =>
    join(folder, 'pdfjs', 'cmaps'),
  );
  return folders.find((folder) => existsSync(folder)) ?? join(import.meta.dirname, 'pdfjs', 'cmaps');
}

/** Stands for what pdf.js would draw with. */
export class NothingToDraw {
  create(): never {
    throw new Error('Nothing is drawn here.');
  }

  destroy(): void {
    // There is nothing to destroy.
  }
}
