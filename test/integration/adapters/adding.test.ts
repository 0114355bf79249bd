import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { GgufHeader } from '../../../main/models/gguf/ggufHeader';
import { readGgufHeader } from '../../../main/models/gguf/readGgufHeader';
import { hostileFiles, tinyAdapter, tinyModel } from '../../fixtures/hostileGguf';
import { plainPeftConfig, safetensorsWithHeader, writePeftFolder } from '../../helpers/peftFiles';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { failureOf } from './failureOf';
import { adapterFiles, emptyModelsFolder, openAdapterServices, starterModelId } from './openAdapterServices';

const starterSha256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

async function headerOf(path: string): Promise<GgufHeader> {
  const verdict = await readGgufHeader(path);
  if (!verdict.isValid) throw new Error(verdict.reason);
  return verdict.header;
}

function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The fixture under another name and with other content, but as good. */
function renamedTinyAdapter(name: string): string {
  const path = join(temporaryFolder(), 'tiny.gguf');
  writeFileSync(path, tinyAdapter({ 'general.name': name }));
  return path;
}

describe('a GGUF file', () => {
  test('is copied, described and checked against the starter model', async () => {
    const { adapters, clock } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.pirate, null);
    expect(added).toEqual({
      id: added.id,
      name: 'pirate',
      version: 1,
      architecture: 'llama',
      baseName: null,
      baseModelId: starterModelId,
      baseModelSha256: starterSha256,
      rank: 2,
      alpha: 4,
      targets: added.targets,
      bytes: readFileSync(adapterFiles.pirate).length,
      sha256: sha256Of(adapterFiles.pirate),
      origin: 'file',
      source: 'pirate.gguf',
      notes: '',
      createdAt: clock.now(),
      archivedAt: null,
      isPresent: true,
      useCount: 0,
      lastUsedAt: null,
    });
    expect(added.targets.toSorted()).toEqual(['attn_k', 'attn_q', 'attn_v', 'ffn_down']);
    expect(await adapters.list()).toEqual([added]);
  });

  test('is kept byte for byte, and only it', async () => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    const path = await adapters.fileOf(id);
    expect(readFileSync(path).equals(readFileSync(adapterFiles.pirate))).toBe(true);
    expect(filesOnDisk()).toEqual([id, join(id, 'adapter.gguf')]);
  });

  test('may be the only one of a folder', async () => {
    const { adapters } = await openAdapterServices();
    const folder = temporaryFolder();
    copyFileSync(adapterFiles.pirate, join(folder, 'one.gguf'));
    writeFileSync(join(folder, 'README.md'), 'An adapter.');
    expect(await adapters.add(folder, null)).toMatchObject({ name: 'pirate', source: 'one.gguf' });
  });

  test('without a name in it is called like its file, without signs that mislead', async () => {
    const { adapters, addModel } = await openAdapterServices();
    await addModel('tiny.gguf', tinyModel());
    const path = join(temporaryFolder(), 'my\u202E adapter.gguf');
    writeFileSync(path, tinyAdapter({ 'general.name': undefined }));
    expect((await adapters.add(path, null)).name).toBe('my adapter');
  });
});

describe('a PEFT adapter', () => {
  test('becomes the tensors that the gguf package makes of it, bit by bit', async () => {
    const { adapters } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.piratePeft, null);
    const [ours, theirs] = [await adapters.fileOf(added.id), adapterFiles.pirate];
    const [ourHeader, theirHeader] = [await headerOf(ours), await headerOf(theirs)];
    const tensorsOf = (path: string, { tensors, dataOffset }: GgufHeader) => {
      const bytes = readFileSync(path);
      return new Map(
        tensors.map(({ name, dimensions, typeName, offset, bytes: length }) => {
          const data = bytes.subarray(dataOffset + offset, dataOffset + offset + length);
          return [name, { dimensions, typeName, sha256: createHash('sha256').update(data).digest('hex') }];
        }),
      );
    };
    expect(tensorsOf(ours, ourHeader)).toEqual(tensorsOf(theirs, theirHeader));
    expect(ourHeader.metadata.get('adapter.lora.alpha')).toBe(theirHeader.metadata.get('adapter.lora.alpha'));
    expect(added).toMatchObject({
      name: 'pirate-peft',
      origin: 'peft',
      source: 'pirate-peft',
      baseName: 'SmolLM2-135M-Instruct',
      rank: 2,
      alpha: 4,
    });
  });

  test.each(['adapter_config.json', 'adapter_model.safetensors'])(
    'is found by its %s too',
    async (fileName) => {
      const { adapters } = await openAdapterServices();
      const added = await adapters.add(join(adapterFiles.piratePeft, fileName), null);
      expect(added).toMatchObject({ origin: 'peft', source: 'pirate-peft' });
    },
  );

  test('makes the same file again, so that adding it twice adds nothing', async () => {
    const { adapters } = await openAdapterServices();
    const first = await adapters.add(adapterFiles.piratePeft, null);
    expect(await adapters.add(adapterFiles.piratePeft, null)).toEqual(first);
    expect(await adapters.list()).toHaveLength(1);
  });

  const refused: Record<string, readonly [make: (folder: string) => void, code: string, reason: string]> = {
    'without weights': [
      (folder) => writeFileSync(join(folder, 'adapter_config.json'), '{}'),
      'adapter/file-invalid',
      'there is no adapter_model.safetensors',
    ],
    'that is a pickle': [
      (folder) => {
        writeFileSync(join(folder, 'adapter_config.json'), '{}');
        writeFileSync(join(folder, 'adapter_model.bin'), 'PK');
      },
      'adapter/file-invalid',
      'may run code',
    ],
    'of DoRA': [
      (folder) =>
        void writePeftFolder(folder, { config: { ...plainPeftConfig, use_dora: true }, tensors: [] }),
      'adapter/file-invalid',
      '"use_dora"',
    ],
    'whose weights claim to be endless': [
      (folder) => {
        cpSync(adapterFiles.piratePeft, folder, { recursive: true });
        const header = '{"t":{"dtype":"F32","shape":[1000000000,1000000000],"data_offsets":[0,24]}}';
        writeFileSync(
          join(folder, 'adapter_model.safetensors'),
          safetensorsWithHeader(header, Buffer.alloc(24)),
        );
      },
      'adapter/file-invalid',
      'size of its shape',
    ],
    'cut off in its weights': [
      (folder) => {
        cpSync(adapterFiles.piratePeft, folder, { recursive: true });
        const weights = join(folder, 'adapter_model.safetensors');
        writeFileSync(weights, readFileSync(weights).subarray(0, -100));
      },
      'adapter/file-invalid',
      'not complete',
    ],
    'for a wider model': [
      (folder) =>
        void writePeftFolder(folder, {
          tensors: ['A', 'B'].map((half) => ({
            name: `base_model.model.model.layers.0.self_attn.q_proj.lora_${half}.weight`,
            dtype: 'F16',
            shape: half === 'A' ? [2, 960] : [960, 2],
            data: Buffer.alloc(2 * 960 * 2),
          })),
        }),
      'adapter/base-missing',
      'made for SmolLM2-135M-Instruct (a model 960 wide)',
    ],
  };
  test.each(Object.entries(refused))('%s is refused and leaves nothing', async (_, [make, code, reason]) => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    const folder = join(temporaryFolder(), 'strange');
    mkdirSync(folder);
    make(folder);
    const failure = await failureOf(adapters.add(folder, null));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(reason);
    expect(filesOnDisk()).toEqual([]);
    expect(await adapters.list()).toEqual([]);
  });
});

describe('a wrong base', () => {
  test('is refused with what does not fit, when it was named', async () => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    const failure = await failureOf(adapters.add(adapterFiles.wrongBase, starterModelId));
    expect(failure.code).toBe('adapter/wrong-base');
    expect(failure.message).toBe(
      'wrong-base cannot be used with SmolLM2 135M Instruct: its layer blk.0.attn_q expects 960 inputs, SmolLM2 135M Instruct has 576. It was made for a model of the kind "llama", 960 wide. Choose its base, or another adapter.',
    );
    expect(filesOnDisk()).toEqual([]);
  });

  test('of another architecture is refused by its name', async () => {
    const { adapters } = await openAdapterServices();
    const failure = await failureOf(adapters.add(adapterFiles.wrongArchitecture, starterModelId));
    expect(failure.code).toBe('adapter/wrong-base');
    expect(failure.message).toContain(
      'it is for models of the kind "gemma3", and SmolLM2 135M Instruct is of the kind "llama"',
    );
  });

  test('is told for each model when none was named and none fits', async () => {
    const { adapters, addModel, filesOnDisk } = await openAdapterServices();
    await addModel('tiny.gguf', tinyModel());
    const failure = await failureOf(adapters.add(adapterFiles.wrongBase, null));
    expect(failure.code).toBe('adapter/base-missing');
    expect(failure.message).toContain('It was made for a model of the kind "llama", 960 wide.');
    expect(failure.message).toContain('SmolLM2 135M Instruct: its layer blk.0.attn_q expects 960 inputs');
    expect(failure.message).toContain('tiny: its layer blk.0.attn_q expects 960 inputs, tiny has 64.');
    expect(filesOnDisk()).toEqual([]);
  });

  test('is missing when there is no model at all', async () => {
    const { adapters } = await openAdapterServices({ modelsFolder: emptyModelsFolder() });
    const failure = await failureOf(adapters.add(adapterFiles.pirate, null));
    expect(failure.code).toBe('adapter/base-missing');
    expect(failure.message).toContain('Get its base first');
  });

  test('is passed over for the first model that fits', async () => {
    const { adapters, addModel } = await openAdapterServices();
    const tinyId = await addModel('tiny.gguf', tinyModel());
    const added = await adapters.add(renamedTinyAdapter('Tiny pirate'), null);
    expect(added).toMatchObject({ baseModelId: tinyId, baseModelSha256: null, baseName: 'Tiny' });
  });

  test('that is not here is named as missing', async () => {
    const { adapters } = await openAdapterServices();
    expect((await failureOf(adapters.add(adapterFiles.pirate, 'no-such-model'))).code).toBe(
      'model/not-found',
    );
  });

  test('is told by its sha256 where the adapter names the file it was trained on', async () => {
    const { adapters } = await openAdapterServices();
    const write = (trainedOn: string): string => {
      const tensors = [
        { name: 'blk.0.attn_v.weight.lora_a', dimensions: [576, 2] },
        { name: 'blk.0.attn_v.weight.lora_b', dimensions: [2, 192] },
      ];
      const path = join(temporaryFolder(), 'trained.gguf');
      writeFileSync(path, tinyAdapter({ 'loam.base_model.sha256': trainedOn }, { tensors }));
      return path;
    };
    const failure = await failureOf(adapters.add(write('f'.repeat(64)), starterModelId));
    expect(failure.code).toBe('adapter/wrong-base');
    expect(failure.message).toContain('trained on another model file (sha256 "ffffffffffff")');
    expect(await adapters.add(write(starterSha256), starterModelId)).toMatchObject({ name: 'Tiny pirate' });
  });
});

describe('the same file again', () => {
  test('adds nothing, under whatever name it comes', async () => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    const first = await adapters.add(adapterFiles.pirate, null);
    const copy = join(temporaryFolder(), 'a copy.gguf');
    copyFileSync(adapterFiles.pirate, copy);
    expect(await adapters.add(copy, null)).toEqual(first);
    expect(filesOnDisk()).toEqual([first.id, join(first.id, 'adapter.gguf')]);
  });

  test('at the same time adds one', async () => {
    const { adapters } = await openAdapterServices();
    const added = await Promise.all([1, 2, 3].map(() => adapters.add(adapterFiles.pirate, null)));
    expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    expect(await adapters.list()).toHaveLength(1);
  });

  test('comes out of the archive and keeps its notes', async () => {
    const { adapters } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    await adapters.update(id, { isArchived: true, notes: 'Loud.' });
    expect(await adapters.add(adapterFiles.pirate, null)).toMatchObject({
      id,
      archivedAt: null,
      notes: 'Loud.',
    });
  });

  test('gives an adapter its lost or damaged file back', async () => {
    const { adapters, adaptersFolder } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    const path = join(adaptersFolder, id, 'adapter.gguf');
    writeFileSync(path, 'damaged');
    expect((await adapters.add(adapterFiles.pirate, null)).id).toBe(id);
    expect(sha256Of(await adapters.fileOf(id))).toBe(sha256Of(adapterFiles.pirate));
    expect(path).toBe(await adapters.fileOf(id));
  });
});

test('another file of the same name is its next version, and a third name begins anew', async () => {
  const { adapters, addModel } = await openAdapterServices();
  await addModel('tiny.gguf', tinyModel());
  const write = (name: string, alpha: number): string => {
    const path = join(temporaryFolder(), `${alpha}.gguf`);
    writeFileSync(
      path,
      tinyAdapter({ 'general.name': name, 'adapter.lora.alpha': { type: 'float32', value: alpha } }),
    );
    return path;
  };
  for (const [name, alpha] of [
    ['Pirate', 1],
    ['Pirate', 2],
    ['Poet', 3],
    ['Pirate', 4],
  ] as const) {
    await adapters.add(write(name, alpha), null);
  }
  const listed = await adapters.list();
  expect(listed.map(({ name, version, alpha }) => [name, version, alpha])).toEqual([
    ['Pirate', 3, 4],
    ['Pirate', 2, 2],
    ['Pirate', 1, 1],
    ['Poet', 1, 3],
  ]);
});

test('what llama.cpp leaves out of an adapter stands in its notes', async () => {
  const { adapters, addModel } = await openAdapterServices();
  await addModel('tiny.gguf', tinyModel());
  const path = join(temporaryFolder(), 'with-norms.gguf');
  const { tinyAdapterTensors } = await import('../../fixtures/tinyModels');
  const norm = { name: 'blk.0.attn_norm.weight', dimensions: [64] };
  writeFileSync(path, tinyAdapter({}, { tensors: [...tinyAdapterTensors, norm] }));
  expect((await adapters.add(path, null)).notes).toContain('normalisation layers have no effect');
});

describe('hostile files', () => {
  // Among them is a whole adapter, which is hostile only as a model.
  const hostile = hostileFiles.filter(({ bytes }) => !bytes.equals(tinyAdapter()));

  test('made by hand are refused, each with its reason, and leave nothing', async () => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    const path = join(temporaryFolder(), 'hostile.gguf');
    const verdicts: [name: string, code: string, message: string][] = [];
    for (const { name, bytes } of hostile) {
      writeFileSync(path, bytes);
      const { code, message } = await failureOf(adapters.add(path, null));
      verdicts.push([name, code, message]);
    }
    expect(verdicts.length).toBeGreaterThan(100);
    expect(verdicts.filter(([, code]) => code !== 'adapter/file-invalid')).toEqual([]);
    const sentence = /^hostile\.gguf cannot be used as an adapter: [^\n]+\. [^\n]+\.$/;
    expect(verdicts.filter(([, , message]) => !sentence.test(message))).toEqual([]);
    expect(filesOnDisk()).toEqual([]);
    expect(await adapters.list()).toEqual([]);
  });

  test('every cut of a real adapter is refused', async () => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    const whole = readFileSync(adapterFiles.pirate);
    const path = join(temporaryFolder(), 'cut.gguf');
    for (let cut = 1; cut <= 60; cut += 1) {
      writeFileSync(path, whole.subarray(0, Math.floor((whole.length * cut) / 61)));
      expect((await failureOf(adapters.add(path, null))).code).toBe('adapter/file-invalid');
    }
    expect(filesOnDisk()).toEqual([]);
  });

  const others: Record<string, readonly [name: string, content: string, code: string, reason: string]> = {
    'a pickle': ['adapter_model.bin', 'PK', 'adapter/file-invalid', 'may run code'],
    'weights without their configuration': [
      'adapter_model.safetensors',
      'x',
      'adapter/file-invalid',
      'adapter_config.json',
    ],
  };
  test.each(Object.entries(others))('%s is refused in words', async (_, [name, content, code, reason]) => {
    const { adapters } = await openAdapterServices();
    const path = join(temporaryFolder(), name);
    writeFileSync(path, content);
    const failure = await failureOf(adapters.add(path, null));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(reason);
  });

  test('nothing, an empty folder and one with several files are refused', async () => {
    const { adapters } = await openAdapterServices();
    const folder = temporaryFolder();
    const gone = await failureOf(adapters.add(join(folder, 'gone.gguf'), null));
    expect(gone.code).toBe('adapter/file-missing');
    expect(gone.message).toMatch(/^gone\.gguf is not there\./);
    expect((await failureOf(adapters.add(folder, null))).message).toContain('no adapter in this folder');
    copyFileSync(adapterFiles.pirate, join(folder, 'one.gguf'));
    copyFileSync(adapterFiles.second, join(folder, 'two.gguf'));
    expect((await failureOf(adapters.add(folder, null))).message).toContain('several GGUF files');
  });

  test.skipIf(process.platform === 'win32')('a device is refused without being read', async () => {
    const { adapters } = await openAdapterServices();
    expect((await failureOf(adapters.add('/dev/zero', null))).message).toContain('device');
  });
});
