import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;

/** Drizzle's migrator reads the SQL files at run time, so they go beside the built entry files as they are. */
function copyMigrations(): Plugin {
  const folder = resolve(root, 'main/storage/migrations');
  return {
    name: 'copy-migrations',
    generateBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const file = join(entry.parentPath, entry.name);
        const fileName = `migrations${file.slice(folder.length).replaceAll('\\', '/')}`;
        this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
      }
    },
  };
}

/** Fonts, character tables and image decoders that pdf.js fetches by name when a PDF needs them. */
function copyPdfFiles(kinds: readonly string[]): Plugin {
  const folder = resolve(root, 'node_modules/pdfjs-dist');
  const decoders = ['jbig2.wasm', 'openjpeg.wasm', 'qcms_bg.wasm'];
  return {
    name: 'copy-pdf-files',
    generateBundle() {
      for (const kind of kinds) {
        for (const name of readdirSync(join(folder, kind))) {
          // The rest of this folder would run the scripts of a PDF.
          if (kind === 'wasm' && !decoders.includes(name) && !name.startsWith('LICENSE')) continue;
          const source = readFileSync(join(folder, kind, name));
          this.emitFile({ type: 'asset', fileName: `pdfjs/${kind}/${name}`, source });
        }
      }
    },
  };
}

export default defineConfig({
  main: {
    // The process that reads PDFs has the tables of Chinese, Japanese and Korean encodings beside it.
    plugins: [copyMigrations(), copyPdfFiles(['cmaps'])],
    build: {
      outDir: 'out/main',
      // What runs before the first paint goes into the bundle: finding and loading the 260 files of these packages one
      // by one takes as long as drawing the window.
      externalizeDeps: { exclude: ['zod', 'conf', 'electron-store'], include: ['onnxruntime-node'] },
      rollupOptions: {
        input: {
          index: resolve(root, 'main/index.ts'),
          // Also an entry of its own, so that a test can start the app with another language model.
          application: resolve(root, 'main/application.ts'),
          cli: resolve(root, 'main/cli.ts'),
          backupWorker: resolve(root, 'main/storage/backupWorker.ts'),
          inferenceWorker: resolve(root, 'main/workers/inference/entry.ts'),
          documentThread: resolve(root, 'main/workers/indexing/documents/thread/documentThread.ts'),
          indexingWorker: resolve(root, 'main/workers/indexing/entry.ts'),
          embeddingThread: resolve(root, 'main/workers/indexing/embedding/embeddingThread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'preload/index.ts') },
        // A sandboxed preload script can only be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react(), copyPdfFiles(['cmaps', 'standard_fonts', 'wasm'])],
    resolve: {
      alias: {
        // Its browser build decodes `&amp;` in an answer through innerHTML; the other one has a table.
        'decode-named-character-reference': resolve(
          root,
          'node_modules/decode-named-character-reference/index.js',
        ),
      },
    },
    build: {
      outDir: resolve(root, 'out/renderer'),
      // Less to read and parse before the first paint.
      minify: true,
      // Inlined assets would become data: URLs, which the content security policy refuses.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve(root, 'renderer/index.html') } },
    },
  },
});
