import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { followIndexing } from '../../../main/commandLine/followIndexing';
import type { IndexResult } from '../../../main/commandLine/indexCommand';
import { corePaths } from '../../../main/paths';
import { type RanProgram, runProgram } from '../../helpers/runProgram';
import { projectFolder, temporaryCore } from '../../helpers/temporaryCore';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const texts = {
  'otter.txt': 'The otter is a mammal that swims in rivers and eats fish.',
  'ice/glacier.md': '# Ice\n\n## Glaciers\n\nA glacier is a slow river of ice that carves valleys.',
  'bread.txt': 'Bread is baked from flour, water, salt and yeast.',
};

function openTerminal() {
  const home = temporaryFolder();
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { home, folder, run: (...words: string[]): Promise<RanProgram> => runProgram(words, home) };
}

test('index adds a folder and reads it, and search finds ranked passages with their places and scores', async () => {
  const { folder, run } = openTerminal();
  const indexed = await run('index', folder, '--collection', 'Nature', '--json');
  expect(indexed.status).toBe(0);
  const result = JSON.parse(indexed.output) as IndexResult;
  expect(result).toMatchObject({ files: 3, done: 3, passages: 3, failed: [], refused: [], isStopped: false });
  const found = await run('search', 'slow ice', '--collection', 'nature', '--limit', '2', '--json');
  expect(found.status).toBe(0);
  const { passages, query } = JSON.parse(found.output);
  expect(query).toBe('slow ice');
  expect(passages[0]).toMatchObject({
    documentName: 'ice/glacier.md',
    path: join(folder, 'ice', 'glacier.md'),
    place: { headingPath: ['Ice', 'Glaciers'] },
  });
  expect(passages[0].similarity).toBeGreaterThan(0.2);
  expect(passages.length).toBeLessThanOrEqual(2);
  const shown = await run('search', 'slow ice');
  expect(shown.output).toMatch(/^1\. ice\/glacier\.md, Ice > Glaciers {2}\(score [\d.]+, meaning [\d.]+/);
});

test('a second index of the same folder reads only what is new', async () => {
  const { folder, run } = openTerminal();
  await run('index', folder);
  writeFileSync(join(folder, 'new.txt'), 'Something new.');
  const again = await run('index', folder);
  expect(again).toMatchObject({ status: 0, output: '4 of 4 files can be searched, 4 passages.\n' });
});

test('what cannot be added is told, does not stop the rest, and is the exit status', async () => {
  const { folder, run } = openTerminal();
  const result = await run('index', '/not/there', join(folder, 'bread.txt'));
  expect(result.status).toBe(1);
  expect(result.errorOutput).toContain('There is no file or folder /not/there');
  expect(result.output).toBe('1 of 1 files can be searched, 1 passages.\n');
});

test('a file that cannot be read is listed with its reason, and the status says that all was added', async () => {
  const { folder, run } = openTerminal();
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.4 and nothing more');
  const result = await run('index', folder);
  expect(result.status).toBe(0);
  expect(result.output).toContain('3 of 4 files can be searched');
  expect(result.output).toMatch(/broken\.pdf: \S/);
});

test('while another process keeps the data folder, it reads them, and its progress is followed', async () => {
  const { home, folder, run } = openTerminal();
  const window = await temporaryCore({}, home);
  try {
    expect(window.core.houseKeeper.isKeeper).toBe(true);
    const result = await run('index', folder);
    expect(result.errorOutput).toContain('Loam is open already');
    expect(result).toMatchObject({ status: 0, output: '3 of 3 files can be searched, 3 passages.\n' });
    expect((await run('search', 'otter')).output).toContain('1. otter.txt');
  } finally {
    await window.dispose({ keep: true });
  }
});

test('it stops waiting for another process that cannot go on, and says where the reason is told', async () => {
  const { home, folder } = openTerminal();
  const paths = { ...corePaths(home, projectFolder), starterModelsFolder: temporaryFolder() };
  const window = await temporaryCore({ paths }, home);
  const terminal = await temporaryCore({}, home);
  const errorOutput = new PassThrough();
  const streams = { input: PassThrough.from(['']), output: new PassThrough(), errorOutput };
  try {
    expect(terminal.core.houseKeeper.isKeeper).toBe(false);
    const sources = await terminal.core.knowledge.sources.add(undefined, [folder]);
    const following = followIndexing(
      terminal.core,
      { ...streams, onInterrupt: () => () => undefined },
      sources,
      { sinceMs: Date.now(), mostStillMs: 3_000 },
    );
    expect(await following).toBe(true);
    expect(terminal.core.knowledge.listSources()[0]?.documents).toMatchObject({ done: 0, failed: 0 });
    errorOutput.end();
    expect(await readText(errorOutput)).toContain('Knowledge in its window says what keeps them');
  } finally {
    await terminal.dispose({ keep: true });
    await window.dispose({ keep: true });
  }
});

test('a search of nothing, or of a collection that is not there, says what to do', async () => {
  const { folder, run } = openTerminal();
  await expect(run('search', 'otter')).rejects.toMatchObject({ code: 'source/not-found' });
  await run('index', join(folder, 'bread.txt'), '--collection', 'Kitchen');
  await expect(run('search', 'otter', '--collection', 'Garden')).rejects.toMatchObject({
    code: 'collection/not-found',
    message: 'There is no collection "Garden". There are: "Kitchen".',
  });
  expect(await run('search', 'otter', '--limit', '0')).toMatchObject({ status: 1 });
});
