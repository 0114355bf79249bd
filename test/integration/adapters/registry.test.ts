import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapterHandlers } from '../../../main/adapters/adapterHandlers';
import { exportedFileName } from '../../../main/adapters/exportAdapter';
import { listAdapters, listUses, requireCountedAdapter } from '../../../main/adapters/adapterRepository';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { undoDeleteMs } from '../../../main/conversations/conversationService';
import { adapters as contract } from '../../../preload/contract/adapters';
import { tinyAdapter, tinyModel } from '../../fixtures/tinyModels';
import { explainQueries } from '../../helpers/explainQueries';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { failureOf } from './failureOf';
import { adapterFiles, choice, openAdapterServices } from './openAdapterServices';

describe('renaming', () => {
  test('keeps the version where it is free, and takes the next one otherwise', async () => {
    const { adapters } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const second = await adapters.add(adapterFiles.second, null);
    expect(await adapters.update(second.id, { name: 'Poet' })).toMatchObject({ name: 'Poet', version: 1 });
    expect(await adapters.update(second.id, { name: pirate.name })).toMatchObject({
      name: 'pirate',
      version: 2,
    });
    expect(await adapters.update(second.id, { name: 'pirate' })).toMatchObject({
      name: 'pirate',
      version: 2,
    });
    expect(await adapters.update(second.id, { name: 'Poet' })).toMatchObject({ name: 'Poet', version: 2 });
  });

  test('leaves the file alone', async () => {
    const { adapters } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    await adapters.update(id, { name: 'Buccaneer' });
    expect(readFileSync(await adapters.fileOf(id)).equals(readFileSync(adapterFiles.pirate))).toBe(true);
  });
});

test('notes and archiving are kept, and say nothing about the rest', async () => {
  const { adapters, clock } = await openAdapterServices();
  const added = await adapters.add(adapterFiles.pirate, null);
  clock.advance(1000);
  expect(await adapters.update(added.id, { notes: 'Says arr.' })).toEqual({ ...added, notes: 'Says arr.' });
  const archived = await adapters.update(added.id, { isArchived: true });
  expect(archived).toEqual({ ...added, notes: 'Says arr.', archivedAt: clock.now() });
  expect(await adapters.list()).toEqual([archived]);
  expect((await adapters.update(added.id, { isArchived: false })).archivedAt).toBeNull();
});

test('an archived adapter still serves the chats that have it', async () => {
  const { adapters } = await openAdapterServices();
  const added = await adapters.add(adapterFiles.pirate, null);
  await adapters.update(added.id, { isArchived: true });
  expect(await adapters.resolve([choice(added)], null)).toHaveLength(1);
});

test('what is not here is not found by anything', async () => {
  const { adapters } = await openAdapterServices();
  for (const work of [
    () => adapters.update('gone', { name: 'x' }),
    () => adapters.remove('gone', true),
    () => adapters.exportTo('gone', join(temporaryFolder(), 'x.gguf')),
    () => adapters.fileOf('gone'),
    () => adapters.uses('gone', 1),
    () => adapters.get('gone'),
    () => adapters.resolve([{ adapterId: 'gone', scale: 1 }], null),
  ]) {
    expect((await failureOf(work)).code).toBe('adapter/not-found');
  }
});

describe('the history of use', () => {
  test('counts the answers there are, and names the newest first', async () => {
    const { adapters, answerWith, clock } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const second = await adapters.add(adapterFiles.second, null);
    const first = answerWith(pirate, 0.5);
    clock.advance(5000);
    const newest = answerWith(pirate, -1);
    const [listedPirate, listedSecond] = await adapters.list();
    expect(listedPirate).toMatchObject({ id: pirate.id, useCount: 2, lastUsedAt: clock.now() });
    expect(listedSecond).toMatchObject({ id: second.id, useCount: 0, lastUsedAt: null });
    expect(adapters.uses(pirate.id, 10)).toEqual([
      { ...newest, conversationTitle: 'Who are you?', scale: -1, usedAt: clock.now() },
      { ...first, conversationTitle: 'Who are you?', scale: 0.5, usedAt: clock.now() - 5000 },
    ]);
    expect(adapters.uses(pirate.id, 1)).toHaveLength(1);
  });

  test('leaves out the answers of a deleted chat, and has them again after the undo', async () => {
    const { adapters, answerWith, conversations, clock } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const { conversationId } = answerWith(pirate, 1);
    const counted = async () => [
      (await adapters.get(pirate.id)).useCount,
      adapters.uses(pirate.id, 9).length,
    ];
    conversations.delete(conversationId);
    expect(await counted()).toEqual([0, 0]);
    expect((await adapters.get(pirate.id)).lastUsedAt).toBeNull();
    conversations.undoDelete(conversationId);
    expect(await counted()).toEqual([1, 1]);
    conversations.delete(conversationId);
    clock.advance(undoDeleteMs + 1);
    conversations.purgeDeleted();
    expect(await counted()).toEqual([0, 0]);
  });

  test.each(sqliteDriverNames)(
    'is read from indexes with %s, whatever the number of messages',
    async (driver) => {
      const services = await openAdapterServices({ driver });
      const plan = explainQueries(services.database, (orm) => {
        listAdapters(orm);
        listUses(orm, 'a', 10);
        expect(() => requireCountedAdapter(orm, 'a')).toThrow();
      });
      expect(plan.join('\n')).toContain('SEARCH adapter_uses USING');
      expect(plan.filter((step) => /^SCAN (?:messages|adapter_uses)/.test(step))).toEqual([]);
      // Conversations are looked through only where few are: those that were deleted a moment ago.
      expect(
        plan.filter((step) => /^SCAN conversations(?! USING INDEX conversations_deleted)/.test(step)),
      ).toEqual([]);
    },
  );
});

describe('deleting', () => {
  test('takes the row and the file', async () => {
    const { adapters, filesOnDisk } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    await adapters.remove(id, false);
    expect(await adapters.list()).toEqual([]);
    expect(filesOnDisk()).toEqual([]);
  });

  test('is refused while answers exist that were given with it, and says how many', async () => {
    const { adapters, answerWith, filesOnDisk } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    answerWith(pirate, 1);
    const one = await failureOf(adapters.remove(pirate.id, false));
    expect([one.code, one.message]).toEqual([
      'adapter/in-use',
      expect.stringContaining('One answer was given with pirate v1'),
    ]);
    answerWith(pirate, 1);
    expect((await failureOf(adapters.remove(pirate.id, false))).message).toContain('2 answers were given');
    expect(filesOnDisk()).toHaveLength(2);
  });

  test('with the warning heard keeps the answers, which still name it', async () => {
    const { adapters, answerWith, conversations, filesOnDisk } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const { conversationId, messageId } = answerWith(pirate, 1);
    await adapters.remove(pirate.id, true);
    expect(filesOnDisk()).toEqual([]);
    const answer = conversations.messages(conversationId).find(({ id }) => id === messageId);
    expect(answer?.provenance?.adapters).toMatchObject([
      { id: pirate.id, name: 'pirate', sha256: pirate.sha256 },
    ]);
  });

  test('takes it out of what new chats begin with', async () => {
    const { adapters, settings, conversations } = await openAdapterServices();
    const pirate = await adapters.add(adapterFiles.pirate, null);
    const second = await adapters.add(adapterFiles.second, null);
    settings.update({ defaultAdapters: [choice(pirate, 0.5), choice(second)] });
    expect(conversations.create({ assistantId: null, modelId: null }).adapters).toHaveLength(2);
    await adapters.remove(pirate.id, false);
    expect(conversations.create({ assistantId: null, modelId: null }).adapters).toEqual([choice(second)]);
  });

  test('works when the file is gone already', async () => {
    const { adapters, adaptersFolder } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    const { rmSync } = await import('node:fs');
    rmSync(join(adaptersFolder, id), { recursive: true });
    await adapters.remove(id, false);
    expect(await adapters.list()).toEqual([]);
  });

  test('leaves the version of its name free for the next of them', async () => {
    const { adapters, addModel } = await openAdapterServices();
    await addModel('tiny.gguf', tinyModel());
    const path = join(temporaryFolder(), 'tiny.gguf');
    writeFileSync(path, tinyAdapter());
    const { id } = await adapters.add(path, null);
    await adapters.remove(id, false);
    expect(await adapters.add(path, null)).toMatchObject({ version: 1 });
  });
});

describe('exporting', () => {
  test('writes the file byte for byte in place of what was there', async () => {
    const { adapters } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    const folder = temporaryFolder();
    const target = join(folder, 'exported.gguf');
    writeFileSync(target, 'older');
    await adapters.exportTo(id, target);
    expect(readFileSync(target).equals(readFileSync(adapterFiles.pirate))).toBe(true);
    expect(readdirSync(folder)).toEqual(['exported.gguf']);
  });

  test('to where nothing can be written fails and leaves nothing', async () => {
    const { adapters } = await openAdapterServices();
    const { id } = await adapters.add(adapterFiles.pirate, null);
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken.gguf'));
    writeFileSync(join(folder, 'taken.gguf', 'inside'), 'x');
    expect((await failureOf(adapters.exportTo(id, join(folder, 'taken.gguf')))).code).toBe('export/failed');
    expect((await failureOf(adapters.exportTo(id, join(folder, 'no', 'such', 'x.gguf')))).code).toBe(
      'export/failed',
    );
    expect(readdirSync(folder)).toEqual(['taken.gguf']);
  });

  test('a converted adapter can be added again from its export', async () => {
    const { adapters } = await openAdapterServices();
    const added = await adapters.add(adapterFiles.piratePeft, null);
    const target = join(temporaryFolder(), 'exported.gguf');
    await adapters.exportTo(added.id, target);
    await adapters.remove(added.id, false);
    expect(await adapters.add(target, null)).toMatchObject({
      name: added.name,
      sha256: added.sha256,
      origin: 'file',
    });
  });

  test('suggests names that every system takes', () => {
    expect(exportedFileName({ name: 'Pirate', version: 2 })).toBe('Pirate-v2.gguf');
    expect(exportedFileName({ name: '../../etc/passwd', version: 1 })).toBe('etc-passwd-v1.gguf');
    expect(exportedFileName({ name: 'a:b*c?', version: 1 })).toBe('a-b-c-v1.gguf');
    expect(exportedFileName({ name: '...', version: 1 })).toBe('adapter-v1.gguf');
    expect(exportedFileName({ name: 'Ünïcödé 海賊', version: 1 })).toBe('Ünïcödé 海賊-v1.gguf');
  });
});

describe('the handlers', () => {
  async function openHandlers(chosen: string | null) {
    const services = await openAdapterServices();
    const suggested: string[] = [];
    const handlers = adapterHandlers(services.adapters, {
      chooseAdapterFile: () => Promise.resolve('a file'),
      chooseAdapterFolder: () => Promise.resolve('a folder'),
      saveAdapterFile: (name) => {
        suggested.push(name);
        return Promise.resolve(chosen);
      },
    });
    return { ...services, handlers, suggested };
  }

  test('answer as the contract says', async () => {
    const { handlers, answerWith } = await openHandlers(null);
    const added = await handlers.add({ path: adapterFiles.pirate, baseModelId: null });
    answerWith(added, 0.5);
    expect(contract.add.output.parse(added)).toEqual(added);
    const listed = await handlers.list();
    expect(contract.list.output.parse(listed)).toEqual(listed);
    const uses = handlers.uses({ id: added.id, limit: 5 });
    expect(contract.uses.output.parse(uses)).toEqual(uses);
    const compatibility = await handlers.compatibility({ modelId: null });
    expect(contract.compatibility.output.parse(compatibility)).toEqual([
      { adapterId: added.id, refusal: null },
    ]);
    const updated = await handlers.update({ id: added.id, changes: { name: 'Buccaneer' } });
    expect(updated.name).toBe('Buccaneer');
    expect(await handlers.remove({ id: added.id, evenIfUsed: true })).toBeNull();
  });

  test('ask for a file or a folder', async () => {
    const { handlers } = await openHandlers(null);
    expect(await handlers.choose({ what: 'file' })).toBe('a file');
    expect(await handlers.choose({ what: 'folder' })).toBe('a folder');
  });

  test('export to the chosen place, and nowhere when it was cancelled', async () => {
    const target = join(temporaryFolder(), 'chosen.gguf');
    const { handlers, suggested } = await openHandlers(target);
    const { id } = await handlers.add({ path: adapterFiles.pirate, baseModelId: null });
    expect(await handlers.export({ id })).toEqual({ path: target });
    expect(suggested).toEqual(['pirate-v1.gguf']);
    expect(existsSync(target)).toBe(true);
    const cancelled = await openHandlers(null);
    const other = await cancelled.handlers.add({ path: adapterFiles.pirate, baseModelId: null });
    expect(await cancelled.handlers.export({ id: other.id })).toBeNull();
  });
});
