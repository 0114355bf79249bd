import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Adapter } from '../../../preload/contract/adapters';
import { defaultSettings } from '../../../preload/contract/settings';
import type { LanguageModelSetup } from '../../../main/generation/languageModel';
import { tinyAdapter, tinyModel } from '../../fixtures/tinyModels';
import { RecordingLanguageModel } from '../../helpers/recordingLanguageModel';
import { type RanProgram, runProgram } from '../../helpers/runProgram';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { adapterFiles, starterModelId } from '../adapters/openAdapterServices';

function openTerminal() {
  const home = temporaryFolder();
  const setups: LanguageModelSetup[] = [];
  const run = (...words: string[]): Promise<RanProgram> =>
    runProgram(words, home, {
      languageModelFor: (setup) => {
        setups.push(setup);
        return new RecordingLanguageModel(() => ({ pieces: ['Arr!'] }));
      },
    });
  return {
    home,
    run,
    /** What the model was asked for, one for each answer. */
    setups,
    async adapters(): Promise<Adapter[]> {
      return JSON.parse((await run('adapters', 'list', '--json')).output);
    },
    settings: () => ({
      ...defaultSettings,
      ...JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')),
    }),
  };
}

function writeFile(name: string, bytes: Buffer): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

describe('adapters', () => {
  test('are added, listed and removed', async () => {
    const { run, adapters, home } = openTerminal();
    expect((await run('adapters', 'list')).output).toContain('There are no adapters yet');
    const added = await run('adapters', 'add', adapterFiles.pirate);
    expect(added).toMatchObject({ status: 0, errorOutput: '' });
    expect(added.output).toMatch(
      /^pirate v1 \([0-9a-f]{8}\) is here: rank 2, \d+ kB, for SmolLM2 135M Instruct\.\n$/,
    );
    const [adapter] = await adapters();
    expect(adapter).toMatchObject({ name: 'pirate', baseModelId: starterModelId, useCount: 0 });
    const { output } = await run('adapters', 'list');
    expect(output).toContain(`${adapter?.id.slice(0, 8)}  pirate v1  llama`);
    expect((await run('adapters', 'remove', 'pirate')).output).toContain('pirate v1 is deleted');
    expect(await adapters()).toEqual([]);
    expect(existsSync(join(home, 'adapters', adapter?.id ?? ''))).toBe(false);
  });

  test('are converted from a PEFT folder', async () => {
    const { run, adapters } = openTerminal();
    await run('adapters', 'add', adapterFiles.piratePeft, '--base', 'smollm2');
    expect(await adapters()).toMatchObject([{ name: 'pirate-peft', origin: 'peft' }]);
  });

  test('for another base are refused with the reason', async () => {
    const { run } = openTerminal();
    await expect(
      run('adapters', 'add', adapterFiles.wrongBase, '--base', starterModelId),
    ).rejects.toMatchObject({
      code: 'adapter/wrong-base',
      message: expect.stringContaining('expects 960 inputs'),
    });
    await expect(run('adapters', 'add', adapterFiles.wrongBase)).rejects.toMatchObject({
      code: 'adapter/base-missing',
    });
  });

  test('become what new chats begin with, at a scale, and none again', async () => {
    const { run, settings, adapters } = openTerminal();
    await run('adapters', 'add', adapterFiles.pirate);
    const [pirate] = await adapters();
    expect((await run('adapters', 'use', 'pirate', '--scale', '0.8')).output).toBe(
      'New chats begin with pirate v1 at 0.8.\n',
    );
    expect(settings().defaultAdapters).toEqual([{ adapterId: pirate?.id, scale: 0.8 }]);
    expect((await run('adapters', 'use', 'none')).output).toBe('New chats begin without an adapter.\n');
    expect(settings().defaultAdapters).toEqual([]);
  });

  test('that do not fit the model of new chats are not used', async () => {
    const { run, settings } = openTerminal();
    await run('models', 'add', '--link', writeFile('tiny.gguf', tinyModel()));
    await run('adapters', 'add', writeFile('tiny pirate.gguf', tinyAdapter()));
    await expect(run('adapters', 'use', 'Tiny pirate')).rejects.toMatchObject({ code: 'adapter/wrong-base' });
    await run('models', 'use', 'tiny');
    expect((await run('adapters', 'use', 'Tiny pirate')).output).toContain('Tiny pirate v1 at 1');
    expect((await run('models', 'use', starterModelId)).output).toContain('They begin without an adapter');
    expect(settings().defaultAdapters).toEqual([]);
  });

  test('refuse a scale that is out of range', async () => {
    const { run } = openTerminal();
    const { status, errorOutput } = await run('adapters', 'use', 'pirate', '--scale', '9');
    expect([status, errorOutput]).toEqual([1, expect.stringContaining('It goes from -2 to 2.')]);
  });
});

describe('ask', () => {
  test('takes adapters by name or id, with a scale behind a colon, once or several times', async () => {
    const { run, setups, adapters } = openTerminal();
    await run('adapters', 'add', adapterFiles.pirate);
    await run('adapters', 'add', adapterFiles.second);
    const [pirate, second] = await adapters();
    await run('ask', 'Who are you?', '--adapter', 'pirate:0.5', '--adapter', `${second?.id.slice(0, 8)}`);
    expect(setups.at(-1)?.adapters).toEqual([
      { adapterId: pirate?.id, scale: 0.5 },
      { adapterId: second?.id, scale: 1 },
    ]);
  });

  test('takes those of new chats where it names none, and none where it says so', async () => {
    const { run, setups, adapters } = openTerminal();
    await run('adapters', 'add', adapterFiles.pirate);
    const [pirate] = await adapters();
    await run('adapters', 'use', 'pirate', '--scale', '-0.5');
    await run('ask', 'Who are you?');
    expect(setups.at(-1)?.adapters).toEqual([{ adapterId: pirate?.id, scale: -0.5 }]);
    await run('ask', 'Who are you?', '--adapter', 'none');
    expect(setups.at(-1)?.adapters).toEqual([]);
  });

  test('refuses an adapter that is not here, and a scale out of range', async () => {
    const { run, setups } = openTerminal();
    await run('adapters', 'add', adapterFiles.pirate);
    await expect(run('ask', 'Hi', '--adapter', 'parrot')).rejects.toMatchObject({
      code: 'adapter/not-found',
    });
    await expect(run('ask', 'Hi', '--adapter', 'pirate:3')).rejects.toMatchObject({
      code: 'request/invalid',
    });
    expect(setups).toEqual([]);
  });
});

describe('models', () => {
  test('are added by copy or link, listed, used and removed', async () => {
    const { run, settings } = openTerminal();
    const path = writeFile('tiny.gguf', tinyModel());
    const copied = await run('models', 'add', path);
    expect(copied.status).toBe(0);
    expect(copied.output).toMatch(/^tiny \(copied-[0-9a-f]{8}\) is here: \d+ kB\.\n$/);
    expect((await run('models', 'list')).output).toMatch(/smollm2.* used\n.*tiny/);
    await run('models', 'use', 'tiny');
    expect(settings().defaultModelId).toMatch(/^copied-/);
    expect((await run('models', 'list')).output).toMatch(/tiny .* used\n$/);
    expect((await run('models', 'remove', 'tiny')).output).toMatch(
      /^tiny is deleted; \d+ kB are free again\.\n$/,
    );
    expect((await run('models', 'add', '--link', path)).output).toMatch(/^tiny \(linked-/);
    expect((await run('models', 'remove', 'tiny')).output).toContain('its file stays');
    expect(existsSync(path)).toBe(true);
    const listed = JSON.parse((await run('models', 'list', '--json')).output) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual([starterModelId]);
  });

  test('that are none are refused one by one, with the reason and a failing status', async () => {
    const { run } = openTerminal();
    const good = writeFile('tiny.gguf', tinyModel());
    const ran = await run('models', 'add', '--link', writeFile('bad.gguf', Buffer.from('no model')), good);
    expect(ran.status).toBe(1);
    expect(ran.output).toContain('tiny');
    expect(ran.errorOutput).toContain('bad');
  });

  test('that belong to Loam are not removed', async () => {
    const { run } = openTerminal();
    await expect(run('models', 'remove', starterModelId)).rejects.toMatchObject({ code: 'request/invalid' });
  });
});
