import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTestIndex, starterEmbedderFolder } from '../../helpers/indexing';
import { otherEmbedder } from '../../helpers/otherEmbedder';
import { temporaryFolder } from '../../helpers/temporaryFolder';

it('lists the embedder that comes with Loam, and knows its files', async () => {
  const { models, client } = await openTestIndex();
  const facts = await client.inspectModel({ folder: starterEmbedderFolder, name: 'starter' });
  expect(models.list()).toEqual([
    {
      id: facts.id,
      kind: 'embedder',
      name: models.starter.name,
      dimensions: facts.dimensions,
      maxTokens: facts.maxTokens,
      bytes: facts.bytes,
      isStarter: true,
      isInUse: true,
    },
  ]);
});

it('copies a model in, whole and once, and gives it back its files when they were lost', async () => {
  const { models, embeddersFolder } = await openTestIndex();
  const folder = otherEmbedder();
  writeFileSync(join(folder, 'picture.png'), 'not of a model');
  const added = await models.add(folder);
  expect(await models.add(folder)).toEqual(added);
  expect(models.list()).toHaveLength(2);
  const [copied] = readdirSync(embeddersFolder);
  expect(readdirSync(embeddersFolder)).toHaveLength(1);
  expect(readdirSync(join(embeddersFolder, copied!))).not.toContain('picture.png');
  rmSync(join(embeddersFolder, copied!), { recursive: true });
  expect(await models.add(folder)).toEqual(added);
  expect(readdirSync(embeddersFolder)).toEqual([copied]);
});

it('follows the links that the cache of the hub consists of', async () => {
  const { models } = await openTestIndex();
  const real = otherEmbedder();
  const linked = temporaryFolder();
  for (const entry of readdirSync(real, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const inside = entry.parentPath.slice(real.length);
    mkdirSync(join(linked, inside), { recursive: true });
    symlinkSync(join(entry.parentPath, entry.name), join(linked, inside, entry.name));
  }
  expect(await models.add(linked)).toMatchObject({ kind: 'embedder', maxTokens: 128 });
});

it.each([
  ['an empty folder', (_folder: string) => undefined],
  ['a folder of something else', (folder: string) => writeFileSync(join(folder, 'notes.txt'), 'notes')],
  [
    'a model whose numbers are damaged',
    (folder: string) => {
      for (const name of ['config.json', 'tokenizer.json']) writeFileSync(join(folder, name), '{}');
      writeFileSync(join(folder, 'model.onnx'), 'no model');
    },
  ],
])('refuses %s and leaves nothing of it', async (_, fill) => {
  const { models, embeddersFolder } = await openTestIndex();
  const folder = temporaryFolder();
  fill(folder);
  await expect(models.add(folder)).rejects.toMatchObject({ code: 'embedder/file-invalid' });
  await expect(models.add(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'embedder/file-invalid' });
  expect(models.list()).toHaveLength(1);
  mkdirSync(embeddersFolder, { recursive: true });
  expect(readdirSync(embeddersFolder)).toEqual([]);
});

it('removes a model with its files, but none that is in use or comes with Loam', async () => {
  const { models, index, embeddersFolder } = await openTestIndex();
  const added = await models.add(otherEmbedder());
  index.useEmbedder(added.id);
  await expect(models.remove(added.id)).rejects.toMatchObject({ code: 'embedder/in-use' });
  index.useEmbedder(models.starter.id);
  await models.remove(added.id);
  expect(models.find(added.id)).toBeUndefined();
  expect(readdirSync(embeddersFolder)).toEqual([]);
  await expect(models.remove(added.id)).rejects.toMatchObject({ code: 'embedder/not-found' });
  await expect(models.remove(models.starter.id)).rejects.toMatchObject({ code: 'embedder/in-use' });
});

it('tidies up what a process that ended midway left behind, and nothing else', async () => {
  const { models, embeddersFolder } = await openTestIndex();
  const added = await models.add(otherEmbedder());
  const [kept] = readdirSync(embeddersFolder);
  const leftOver = ['.arriving-0d6f', 'f'.repeat(32)];
  for (const name of [...leftOver, 'of-the-user']) mkdirSync(join(embeddersFolder, name));
  await models.tidy();
  expect(readdirSync(embeddersFolder).sort()).toEqual([kept, 'of-the-user'].sort());
  expect(models.find(added.id)).toBeDefined();
});

it('works with the models of the user alone where the one that comes with Loam is missing', async () => {
  const { models, index } = await openTestIndex({ starterModelsFolder: temporaryFolder() });
  expect(models.list()).toEqual([]);
  expect(() => models.chosenEmbedder()).toThrow(
    expect.objectContaining({ code: 'embedder/not-found' }) as Error,
  );
  await expect(index.ensureOpen()).rejects.toMatchObject({ code: 'embedder/not-found' });
  const added = await models.add(otherEmbedder());
  index.useEmbedder(added.id);
  expect(await index.ensureOpen()).toMatchObject({ embedderId: added.id });
});
