import { execFile } from 'node:child_process';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import {
  buildGguf,
  hostileHeaders,
  list,
  tinyModel,
  uint32,
  uint64,
} from '../../../test/fixtures/hostileGguf';
import { headerOf, verdictOn } from '../../../test/helpers/ggufFiles';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { readGgufHeader } from './readGgufHeader';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

test.each(hostileHeaders)('refuses $name and says why', async ({ bytes, reason }) => {
  const verdict = await verdictOn(folder, bytes);
  expect(verdict).toEqual({ isValid: false, reason: expect.stringContaining(reason) });
});

test('gives every hostile file made by hand a name of its own', () => {
  expect(new Set(hostileHeaders.map(({ name }) => name)).size).toBe(hostileHeaders.length);
  expect(hostileHeaders.length).toBeGreaterThan(60);
});

test('reads values of every type', async () => {
  const { metadata, valueTypes } = await headerOf(
    folder,
    buildGguf({
      metadata: {
        'a.uint8': { type: 'uint8', value: 255 },
        'a.int8': { type: 'int8', value: -1 },
        'a.uint16': { type: 'uint16', value: 65_535 },
        'a.int16': { type: 'int16', value: -300 },
        'a.uint32': { type: 'uint32', value: 4_294_967_295 },
        'a.int32': { type: 'int32', value: -70_000 },
        'a.float32': { type: 'float32', value: 0.5 },
        'a.bool': true,
        'a.string': 'Grüße 🌿',
        'a.uint64': { type: 'uint64', value: 2n ** 63n },
        'a.int64': { type: 'int64', value: -(2n ** 62n) },
        'a.float64': { type: 'float64', value: 1e300 },
        'a.list': list('int16', [1, -2, 3]),
        'a.texts': list('string', ['one', '', 'three']),
      },
    }),
  );
  expect(Object.fromEntries(metadata)).toEqual({
    'a.uint8': 255,
    'a.int8': -1,
    'a.uint16': 65_535,
    'a.int16': -300,
    'a.uint32': 4_294_967_295,
    'a.int32': -70_000,
    'a.float32': 0.5,
    'a.bool': true,
    'a.string': 'Grüße 🌿',
    'a.uint64': 2n ** 63n,
    'a.int64': -(2n ** 62n),
    'a.float64': 1e300,
    'a.list': { itemType: 'int16', length: 3, items: [1, -2, 3] },
    'a.texts': { itemType: 'string', length: 3, items: ['one', '', 'three'] },
  });
  expect([...valueTypes].filter(([key, type]) => key !== `a.${type}`)).toEqual([
    ['a.list', 'array'],
    ['a.texts', 'array'],
  ]);
});

test.each([2, 3])('reads the tensors of version %i, and where their data lie', async (version) => {
  const tensors = [
    { name: 'scalar', dimensions: [] },
    { name: 'packed', dimensions: [64, 3], type: 'Q4_1' },
    { name: 'row', dimensions: [5], type: 'F16' },
  ];
  const bytes = buildGguf({ version, tensors, metadata: { 'general.alignment': 64 }, alignment: 64 });
  const header = await headerOf(folder, bytes);
  expect(header).toMatchObject({ version, alignment: 64, fileBytes: bytes.length });
  expect(header.dataOffset % 64).toBe(0);
  expect(header.tensors).toEqual([
    { name: 'scalar', dimensions: [], typeName: 'F32', offset: 0, bytes: 4 },
    { name: 'packed', dimensions: [64, 3], typeName: 'Q4_1', offset: 64, bytes: 120 },
    { name: 'row', dimensions: [5], typeName: 'F16', offset: 192, bytes: 10 },
  ]);
});

test('the padding behind the last tensor may be missing, and bytes behind it may be there', async () => {
  const bytes = buildGguf({ tensors: [{ name: 'row', dimensions: [5] }] });
  for (const changed of [bytes.subarray(0, -12), Buffer.concat([bytes, Buffer.alloc(7)])]) {
    expect(await verdictOn(folder, changed)).toMatchObject({ isValid: true });
  }
  expect(await verdictOn(folder, bytes.subarray(0, -13))).toMatchObject({ isValid: false });
});

test('keeps the items of short lists only', async () => {
  const numbers = Array.from({ length: 1_025 }, (_, index) => index);
  const { metadata } = await headerOf(
    folder,
    buildGguf({
      metadata: {
        short: list('uint32', numbers.slice(1)),
        long: list('uint32', numbers),
        texts: list('string', numbers.map(String)),
        behind: 'still read',
      },
    }),
  );
  expect(metadata.get('short')).toEqual({ itemType: 'uint32', length: 1_024, items: numbers.slice(1) });
  expect(metadata.get('long')).toEqual({ itemType: 'uint32', length: 1_025, items: null });
  expect(metadata.get('texts')).toEqual({ itemType: 'string', length: 1_025, items: null });
  expect(metadata.get('behind')).toBe('still read');
});

test('reads a header of many megabytes, with texts across the borders of what it reads at once', async () => {
  const tokens = Array.from({ length: 200_000 }, (_, index) => `token ${index} ${'x'.repeat(index % 50)}`);
  const template = 'Hello, '.repeat(300_000);
  const bytes = buildGguf({
    metadata: {
      'tokenizer.ggml.tokens': list('string', tokens),
      'tokenizer.chat_template': template,
      end: 7,
    },
    tensors: [{ name: 'row', dimensions: [8] }],
  });
  expect(bytes.length).toBeGreaterThan(10_000_000);
  const { metadata, vocabulary, tensors } = await headerOf(folder, bytes);
  expect(metadata.get('tokenizer.ggml.tokens')).toEqual({ itemType: 'string', length: 200_000, items: null });
  expect(metadata.get('tokenizer.chat_template')).toBe(template);
  expect(metadata.get('end')).toBe(7);
  expect(vocabulary).toEqual({ repeatedToken: null, brokenByteToken: null });
  expect(tensors).toHaveLength(1);
});

test('finds the one repeated token and the one broken byte token among 200,000', async () => {
  const tokens = Array.from({ length: 200_000 }, (_, index) => `token ${index}`);
  tokens[190_000] = 'token 7';
  tokens[195_000] = '<0xG0>';
  const bytes = buildGguf({ metadata: { 'tokenizer.ggml.tokens': list('string', tokens) } });
  const { vocabulary } = await headerOf(folder, bytes);
  expect(vocabulary).toEqual({ repeatedToken: 190_000, brokenByteToken: '<0xG0>' });
});

test('does not take empty tokens for repeated ones, as llama.cpp names them apart', async () => {
  const bytes = buildGguf({ metadata: { 'tokenizer.ggml.tokens': list('string', ['', 'a', '', '\0']) } });
  expect((await headerOf(folder, bytes)).vocabulary).toEqual({ repeatedToken: null, brokenByteToken: null });
});

test('refuses texts that take more memory than is kept', async () => {
  const text = (megabytes: number): Buffer => Buffer.concat([uint32(8), uint64(BigInt(megabytes * 2 ** 20))]);
  const verdictOnTexts = async (...megabytes: number[]) => {
    const path = join(folder, 'texts.gguf');
    const parts = megabytes.map((size, index) =>
      Buffer.concat([uint64(1n), Buffer.from(String(index)), text(size)]),
    );
    await writeFile(path, buildGguf({ entryCount: BigInt(megabytes.length) }));
    const file = await open(path, 'r+');
    let offset = 24;
    for (const [index, part] of parts.entries()) {
      await file.write(part, 0, part.length, offset);
      offset += part.length + (megabytes[index] ?? 0) * 2 ** 20;
    }
    await file.truncate(offset);
    await file.close();
    return readGgufHeader(path);
  };
  expect(await verdictOnTexts(65)).toMatchObject({
    reason: 'its entry "0" has a text of 68,157,440 bytes, more than the 67,108,864 bytes that are read',
  });
  expect(await verdictOnTexts(40, 40)).toMatchObject({
    reason: 'its texts take more than the 67,108,864 bytes that are read',
  });
  expect(await verdictOnTexts(20, 20)).toMatchObject({ isValid: true });
});

test('refuses a header that takes more of the file than any header does', async () => {
  const path = join(folder, 'long.gguf');
  const itemCount = 600 * 2 ** 20;
  const entry = Buffer.concat([
    uint64(1n),
    Buffer.from('a'),
    uint32(9),
    uint32(0),
    uint64(BigInt(itemCount)),
  ]);
  await writeFile(path, Buffer.concat([buildGguf({ entryCount: 2n }), entry]));
  const file = await open(path, 'r+');
  await file.truncate(itemCount + 10_000);
  await file.close();
  expect(await readGgufHeader(path)).toEqual({
    isValid: false,
    reason: 'its header takes more than 536,870,912 bytes',
  });
});

test('gives up in time', async () => {
  const path = join(folder, 'slow.gguf');
  await writeFile(path, tinyModel());
  expect(await readGgufHeader(path, { timeoutMs: 0 })).toEqual({
    isValid: false,
    reason: 'its header could not be read within 0 seconds',
  });
});

test('lets others have their turn while it reads a long header', async () => {
  const tokens = Array.from({ length: 400_000 }, (_, index) => `a token of some length ${index}`);
  const path = join(folder, 'long.gguf');
  await writeFile(path, buildGguf({ metadata: { 'tokenizer.ggml.tokens': list('string', tokens) } }));
  let turns = 0;
  const reading = new AbortController();
  const others = (async () => {
    while (!reading.signal.aborted) {
      await setImmediate();
      turns += 1;
    }
  })();
  expect(await readGgufHeader(path)).toMatchObject({ isValid: true });
  reading.abort();
  await others;
  // Once for each megabyte.
  expect(turns).toBeGreaterThan(10);
});

test('rejects with the error of the file system when there is no such file', async () => {
  await expect(readGgufHeader(join(folder, 'absent.gguf'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('refuses a folder', async () => {
  expect(await readGgufHeader(folder)).toEqual({ isValid: false, reason: 'it is a folder' });
});

test.skipIf(process.platform === 'win32')('refuses a pipe instead of waiting for it', async () => {
  const path = join(folder, 'pipe.gguf');
  await promisify(execFile)('mkfifo', [path]);
  expect(await readGgufHeader(path)).toEqual({
    isValid: false,
    reason: 'it is a device or a pipe, not a file',
  });
});
