import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import { identifyDocument } from '../../../main/workers/indexing/documents/identifyDocument';
import { goodFiles } from '../../fixtures/documents/goodFiles';
import { hostileFiles } from '../../fixtures/documents/hostileFiles';
import { readDocument, startThreads, type ReadingOptions } from '../../fixtures/documents/readDocument';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const threads = startThreads();

afterAll(() => threads.dispose());

/** The reason a document was refused for; null when it was read. */
async function refusalOf(path: string, options: ReadingOptions = {}): Promise<LoamError | null> {
  try {
    await readDocument(path, threads, options);
    return null;
  } catch (error) {
    if (error instanceof LoamError) return error;
    throw error;
  }
}

/** Does it without the superuser's right to read everything, where the tests run as the superuser. */
async function asOrdinaryUser<Result>(job: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return job();
  process.seteuid?.(ordinaryUser);
  try {
    return await job();
  } finally {
    process.seteuid?.(0);
  }
}

/** Owns no files by convention: nobody. */
const ordinaryUser = 65_534;
const longText = 'A line of a text that is read piece by piece.\n\n'.repeat(40_000);

describe('a document is refused with a reason, or read:', () => {
  it.each(hostileFiles)('$title', async ({ name, make, code }) => {
    const folder = temporaryFolder();
    const path = join(folder, name);
    writeFileSync(path, make());
    const refusal = await refusalOf(path);
    expect(refusal?.code ?? null).toBe(code);
    if (refusal === null) return;
    expect(refusal.message).toContain(`“${name}”`);
    expect(refusal.message).not.toContain(folder);
  });

  it('reads the next document as if nothing had been', async () => {
    const path = join(temporaryFolder(), 'text.docx');
    writeFileSync(path, goodFiles['text.docx']!);
    expect(await refusalOf(path)).toBeNull();
  });
});

describe('what is at a path is refused with a reason when it is', () => {
  it('nothing', async () => {
    expect((await refusalOf(join(temporaryFolder(), 'gone.txt')))?.code).toBe('document/not-found');
  });

  it('a folder', async () => {
    const path = join(temporaryFolder(), 'folder.txt');
    mkdirSync(path);
    const refusal = await refusalOf(path);
    expect(refusal?.code).toBe('document/unreadable');
    expect(refusal?.message).toContain('it is a folder');
  });

  it.runIf(process.platform !== 'win32')('a pipe, without waiting for anybody to write', async () => {
    const path = join(temporaryFolder(), 'pipe.txt');
    execFileSync('mkfifo', [path]);
    expect((await refusalOf(path))?.code).toBe('document/unreadable');
    await expect(identifyDocument(path, new AbortController().signal)).rejects.toMatchObject({
      code: 'document/unreadable',
    });
  });

  it.runIf(process.platform !== 'win32')('a device that never ends', async () => {
    const path = join(temporaryFolder(), 'zero.txt');
    symlinkSync('/dev/zero', path);
    expect((await refusalOf(path))?.code).toBe('document/unreadable');
  });

  it('a link that leads in a circle', async () => {
    const path = join(temporaryFolder(), 'circle.txt');
    symlinkSync(path, path);
    const refusal = await refusalOf(path);
    expect(refusal?.code).toBe('document/unreadable');
    expect(refusal?.message).toContain('in a circle');
  });

  it.runIf(process.platform !== 'win32')('a file that its reader may not read', async () => {
    const path = join(temporaryFolder(), 'secret.txt');
    writeFileSync(path, 'secret');
    chmodSync(path, 0);
    const refusal = await asOrdinaryUser(() => refusalOf(path));
    expect(refusal?.code).toBe('document/unreadable');
    expect(refusal?.message).toContain('permission');
  });

  it('a file of more than 2 GB, before anything of it is read', async () => {
    const path = join(temporaryFolder(), 'huge.txt');
    writeFileSync(path, 'A line of text.\n'.repeat(20_000));
    // The rest of it takes no place on the disk.
    truncateSync(path, 2 * 1024 ** 3 + 1);
    const refusal = await refusalOf(path);
    expect(refusal?.code).toBe('document/too-large');
    expect(refusal?.message).toContain('2 GB');
    await expect(identifyDocument(path, new AbortController().signal)).rejects.toMatchObject({
      code: 'document/too-large',
    });
  });
});

describe('a file that changes while it is read is refused as changed when it', () => {
  it.each(['long.txt', 'long.html'])('is deleted: %s', async (name) => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, longText);
    const refusal = await refusalOf(path, { onBatch: () => rmSync(path, { force: true }) });
    expect(refusal).toMatchObject({ code: 'document/changed', retryable: true });
  });

  it('becomes longer', async () => {
    const path = join(temporaryFolder(), 'long.txt');
    writeFileSync(path, longText);
    let isFirst = true;
    const refusal = await refusalOf(path, {
      onBatch() {
        if (isFirst) appendFileSync(path, 'more');
        isFirst = false;
      },
    });
    expect(refusal?.code).toBe('document/changed');
  });

  it('becomes shorter', async () => {
    const path = join(temporaryFolder(), 'long.html');
    writeFileSync(path, longText);
    const refusal = await refusalOf(path, { onBatch: () => truncateSync(path, 1000) });
    expect(refusal?.code).toBe('document/changed');
  });
});

describe('a parser that does not come to an end', () => {
  it('is ended when it is silent for too long', async () => {
    const path = join(temporaryFolder(), 'slow.md');
    // Takes the parser quadratic time.
    writeFileSync(path, 'a\n---\n'.repeat(10_000));
    const refusal = await refusalOf(path, { limits: { silenceMs: 300 } });
    expect(refusal).toMatchObject({ code: 'document/too-slow', retryable: true });
  });

  it('is ended when it takes too long altogether', async () => {
    const path = join(temporaryFolder(), 'long.html');
    writeFileSync(path, '<p>A paragraph of a page that is long.</p>\n'.repeat(500_000));
    expect((await refusalOf(path, { limits: { workMs: 200 } }))?.code).toBe('document/too-slow');
  });

  it('is ended when its heap is full, and the process goes on', async () => {
    const small = startThreads(64);
    try {
      const path = join(temporaryFolder(), 'groups.rtf');
      writeFileSync(path, `{\\rtf1 ${'{\\b a}'.repeat(800_000)}}`);
      await expect(readDocument(path, small)).rejects.toMatchObject({ code: 'document/too-large' });
      writeFileSync(path, goodFiles['text.rtf']!);
      expect((await readDocument(path, small)).blocks).toHaveLength(7);
    } finally {
      await small.dispose();
    }
  });
});

it('leaves nothing on the disk and starts nothing', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'scripts.pdf');
  const { make } = hostileFiles.find(({ name }) => name === 'scripts.pdf')!;
  writeFileSync(path, make());
  const before = statSync(folder).mtimeMs;
  const { text } = await readDocument(path, threads);
  expect(text).toContain('We left.');
  expect(statSync(folder).mtimeMs).toBe(before);
});
