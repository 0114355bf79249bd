import { execFile } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hostileFiles } from '../../fixtures/documents/hostileFiles';
import type { Measurement } from '../../fixtures/documents/measureReading';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const projectFolder = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** Reads a document in a process of its own, so that its memory is its own too. */
async function measure(path: string): Promise<Measurement> {
  const program = [
    '--import',
    './test/helpers/runTypeScript.mjs',
    'test/fixtures/documents/measureReading.ts',
  ];
  const { stdout } = await run(process.execPath, [...program, path], { cwd: projectFolder });
  // The program prints nothing else.
  return JSON.parse(stdout) as Measurement;
}

async function writeRepeated(path: string, text: string, megabytes: number): Promise<void> {
  const piece = Buffer.from(text.repeat(Math.ceil(1024 ** 2 / text.length)));
  await pipeline(Readable.from(Array<Buffer>(megabytes).fill(piece)), createWriteStream(path));
}

const heaviest = [
  'bomb.docx',
  'lying.docx',
  'laughs.docx',
  'deep.docx',
  'attributes.html',
  'comment.html',
  'word.rtf',
  'groups.rtf',
  'parts.eml',
  'values.ipynb',
  'row.xlsx',
  'strings.xlsx',
  'bomb.pdf',
  'twice.pdf',
  'random.pdf',
];

describe('reading takes less than 300 MB over what the process needs anyway', () => {
  it.each(hostileFiles.filter(({ name }) => heaviest.includes(name)))(
    'for $title',
    async ({ name, make, code }) => {
      const path = join(temporaryFolder(), name);
      writeFileSync(path, make());
      const measured = await measure(path);
      expect(measured.code).toBe(code);
      expect(measured.megabytesAbove).toBeLessThan(300);
    },
  );

  it.each(['txt', 'md', 'html', 'csv', 'json', 'ts'])(
    'for a single line of 100 MB in a .%s',
    async (ending) => {
      const path = join(temporaryFolder(), `line.${ending}`);
      await writeRepeated(path, 'word ', 100);
      const measured = await measure(path);
      expect(measured).toMatchObject({ code: null });
      expect(measured.megabytesAbove).toBeLessThan(300);
    },
  );

  it('for a text of 500 MB, which is read to its end', async () => {
    const path = join(temporaryFolder(), 'text.txt');
    await writeRepeated(path, 'A line of a text about the voyage.\nAnother line of it — a café.\n\n', 500);
    const measured = await measure(path);
    expect(measured.code).toBeNull();
    expect(measured.characters).toBeGreaterThan(490 * 1024 ** 2);
    // Mostly some 55 MB; on a busy machine V8 lets more garbage lie about.
    expect(measured.megabytesAbove).toBeLessThan(300);
  });
});
