import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AdapterFiles } from '../../../main/adapters/adapterFiles';
import { tinyAdapter, tinyModel } from '../../fixtures/tinyModels';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { failureOf } from './failureOf';
import { adapterFiles, choice, openAdapterServices, starterModelId } from './openAdapterServices';

const newId = '11111111-2222-4333-8444-555555555555';

/** The number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

/** The number of a process that runs until the test ends. */
function runningPid(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
  onTestFinished(() => void child.kill());
  return child.pid ?? 0;
}

describe('what an ended process left', () => {
  test('of a copy is deleted', async () => {
    const { adaptersFolder, filesOnDisk, restarted } = await openAdapterServices();
    const folder = join(adaptersFolder, `.moving-${await endedPid()}-${newId}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'adapter.gguf'), 'half of it');
    await restarted().tidy();
    expect(filesOnDisk()).toEqual([]);
  });

  test('of an adapter that was listed but not yet in its place gets its place', async () => {
    const { adapters, adaptersFolder, filesOnDisk, restarted } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.pirate, null);
    renameSync(
      join(adaptersFolder, added.id),
      join(adaptersFolder, `.moving-${await endedPid()}-${added.id}`),
    );
    const next = restarted();
    await next.tidy();
    expect(filesOnDisk()).toEqual([added.id, join(added.id, 'adapter.gguf')]);
    expect(await next.list()).toEqual([added]);
    expect(await next.resolve([choice(added)], null)).toHaveLength(1);
  });

  test('of a deleted adapter is deleted for good, and of one still listed comes back', async () => {
    const { adapters, adaptersFolder, restarted, filesOnDisk } = await openAdapterServices();
    const kept = await adapters.add(adapterFiles.pirate, null);
    const gone = await adapters.add(adapterFiles.second, null);
    const pid = await endedPid();
    const aside = join(temporaryFolder(), 'adapter.gguf');
    copyFileSync(await adapters.fileOf(gone.id), aside);
    await adapters.remove(gone.id, false);
    mkdirSync(join(adaptersFolder, `.moving-${pid}-${gone.id}`));
    copyFileSync(aside, join(adaptersFolder, `.moving-${pid}-${gone.id}`, 'adapter.gguf'));
    renameSync(join(adaptersFolder, kept.id), join(adaptersFolder, `.moving-${pid}-${kept.id}`));
    await restarted().tidy();
    expect(filesOnDisk()).toEqual([kept.id, join(kept.id, 'adapter.gguf')]);
  });

  test('is told from what another process is doing, and from what is not ours', async () => {
    const { adaptersFolder, filesOnDisk, restarted } = await openAdapterServices();
    const busy = `.moving-${runningPid()}-${newId}`;
    for (const name of [busy, '.moving-x', '.moving-1-not-an-id', 'my own folder', newId]) {
      mkdirSync(join(adaptersFolder, name), { recursive: true });
    }
    const before = filesOnDisk();
    await restarted().tidy();
    expect(filesOnDisk()).toEqual(before);
  });

  test('is deleted after a day, whoever has its number now', async () => {
    const { adaptersFolder, filesOnDisk, restarted } = await openAdapterServices();
    const folder = join(adaptersFolder, `.moving-${runningPid()}-${newId}`);
    mkdirSync(folder, { recursive: true });
    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    utimesSync(folder, yesterday, yesterday);
    await restarted().tidy();
    expect(filesOnDisk()).toEqual([]);
  });

  test('is told from what this process is doing itself', async () => {
    const folder = temporaryFolder();
    const files = new AdapterFiles(folder);
    writeFileSync(await files.arrive(newId), 'on its way');
    expect(await files.tidy(() => false)).toBe(0);
    await files.seal(newId);
    await files.place(newId);
    expect(readFileSync(files.pathOf(newId), 'utf8')).toBe('on its way');
    // The same process number in a later process.
    renameSync(join(folder, newId), join(folder, `.moving-${process.pid}-${newId}`));
    expect(await files.tidy(() => false)).toBe(1);
  });

  test('is nothing where there is no folder yet', async () => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    await adapters.tidy();
    expect(filesOnDisk()).toEqual([]);
  });
});

describe('a file that was changed behind our back', () => {
  test('and is gone is told in the list, and refused before an answer', async () => {
    const { adapters, adaptersFolder } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.pirate, null);
    await adapters.resolve([choice(added)], null);
    rmSync(join(adaptersFolder, added.id), { recursive: true });
    expect(await adapters.list()).toEqual([{ ...added, isPresent: false }]);
    for (const work of [
      () => adapters.resolve([choice(added)], null),
      () => adapters.fileOf(added.id),
      () => adapters.exportTo(added.id, join(temporaryFolder(), 'x.gguf')),
    ]) {
      const failure = await failureOf(work);
      expect(failure.code).toBe('adapter/file-missing');
      expect(failure.message).toContain('pirate v1');
    }
    expect(await adapters.compatibility(null)).toMatchObject([{ refusal: { code: 'adapter/file-missing' } }]);
  });

  test('and has another size is refused', async () => {
    const { adapters } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.pirate, null);
    await adapters.resolve([choice(added)], null);
    appendFileSync(await adapters.fileOf(added.id), 'more');
    const failure = await failureOf(adapters.resolve([choice(added)], null));
    expect(failure.code).toBe('adapter/file-invalid');
    expect(failure.message).toContain('was changed after it was added');
  });

  test('and has the same size is refused by its content', async () => {
    const { adapters } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.pirate, null);
    const path = await adapters.fileOf(added.id);
    await adapters.resolve([choice(added)], null);
    const bytes = readFileSync(path);
    bytes[bytes.length - 10] = (bytes.at(-10) ?? 0) ^ 1;
    const { atime, mtime } = statSync(path);
    writeFileSync(path, bytes);
    expect((await failureOf(adapters.resolve([choice(added)], null))).code).toBe('adapter/file-invalid');
    // Setting the time back does not hide it.
    utimesSync(path, atime, mtime);
    expect((await failureOf(adapters.resolve([choice(added)], null))).code).toBe('adapter/file-invalid');
  });

  test('and was found to be right again is used again', async () => {
    const { adapters } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.pirate, null);
    const path = await adapters.fileOf(added.id);
    writeFileSync(path, 'damaged');
    await failureOf(adapters.resolve([choice(added)], null));
    copyFileSync(adapterFiles.pirate, path);
    expect(await adapters.resolve([choice(added)], null)).toHaveLength(1);
  });

  test('before this start is found as well', async () => {
    const { adapters, restarted } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.pirate, null);
    const path = await adapters.fileOf(added.id);
    const bytes = readFileSync(path);
    bytes[bytes.length - 10] = (bytes.at(-10) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect((await failureOf(restarted().resolve([choice(added)], null))).code).toBe('adapter/file-invalid');
  });
});

describe('before an answer', () => {
  test('adapters are resolved to their files, in the order they were chosen', async () => {
    const { adapters, adaptersFolder } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const second = await adapters.add(adapterFiles.second, null);
    expect(await adapters.resolve([choice(second, 0.8), choice(pirate, -0.5)], starterModelId)).toEqual([
      {
        id: second.id,
        name: second.name,
        version: 1,
        sha256: second.sha256,
        path: join(adaptersFolder, second.id, 'adapter.gguf'),
        scale: 0.8,
      },
      {
        id: pirate.id,
        name: 'pirate',
        version: 1,
        sha256: pirate.sha256,
        path: join(adaptersFolder, pirate.id, 'adapter.gguf'),
        scale: -0.5,
      },
    ]);
  });

  test('no adapters need no model', async () => {
    const { adapters } = await openAdapterServices();
    expect(await adapters.resolve([], 'no-such-model')).toEqual([]);
  });

  test('an adapter of another model is refused with what does not fit, and each model has its own verdict', async () => {
    const { adapters, addModel } = await openAdapterServices();
    const tinyId = await addModel('tiny.gguf', tinyModel());
    const path = join(temporaryFolder(), 'tiny pirate.gguf');
    writeFileSync(path, tinyAdapter());
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const tiny = await adapters.add(path, null);
    for (let time = 0; time < 2; time += 1) {
      expect(await adapters.resolve([choice(tiny)], tinyId)).toHaveLength(1);
      const failure = await failureOf(adapters.resolve([choice(pirate), choice(tiny)], null));
      expect(failure.code).toBe('adapter/wrong-base');
      expect(failure.message).toBe(
        'The adapter Tiny pirate v1 does not work with SmolLM2 135M Instruct: its layer blk.0.attn_q expects 64 inputs, SmolLM2 135M Instruct has 576. Choose another adapter, or the model it was made for.',
      );
    }
    expect(await adapters.compatibility(tinyId)).toEqual([
      {
        adapterId: pirate.id,
        refusal: { code: 'adapter/wrong-base', message: expect.any(String), retryable: false },
      },
      { adapterId: tiny.id, refusal: null },
    ]);
  });

  test('a linked model that was replaced by another is looked at again', async () => {
    const { adapters, addModel, database } = await openAdapterServices();
    const tinyId = await addModel('tiny.gguf', tinyModel());
    const path = join(temporaryFolder(), 'tiny pirate.gguf');
    writeFileSync(path, tinyAdapter());
    const tiny = await adapters.add(path, tinyId);
    expect(await adapters.resolve([choice(tiny)], tinyId)).toHaveLength(1);
    const { models } = await import('../../../main/storage/schema');
    const [stored] = database.read((orm) => orm.select().from(models).all());
    const modelPath = join(stored?.folder ?? '', stored?.files[0]?.name ?? '');
    writeFileSync(modelPath, tinyModel({ 'general.architecture': 'qwen2' }));
    const failure = await failureOf(adapters.resolve([choice(tiny)], tinyId));
    expect(['adapter/wrong-base', 'model/file-invalid']).toContain(failure.code);
  });

  test('the same adapter twice is refused', async () => {
    const { adapters } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const failure = await failureOf(adapters.resolve([choice(pirate, 1), choice(pirate, 0.5)], null));
    expect(failure.code).toBe('request/invalid');
  });

  test('compatibility without adapters asks no model', async () => {
    const { adapters } = await openAdapterServices();
    expect(await adapters.compatibility('no-such-model')).toEqual([]);
  });
});

test('a data folder that cannot be written is named, and nothing is listed', async () => {
  const { adapters, adaptersFolder } = await openAdapterServices();
  // A file where the folder should be: whatever is written there fails.
  writeFileSync(adaptersFolder, '');
  const failure = await failureOf(adapters.add(adapterFiles.pirate, null));
  expect(failure.code).toBe('storage/unwritable');
  expect(await adapters.list()).toEqual([]);
});
