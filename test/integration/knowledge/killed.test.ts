import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { SeededRandom } from '../../helpers/seededRandom';
import { documentText } from './openKnowledge';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { openKnowledgeAt, type OpenKnowledge } from './knowledgeProcess';

/** `npm run test:kill-indexing` runs more of them. */
const rounds = Number(process.env['LOAM_KILL_ROUNDS'] ?? 8);
const seed = Number(process.env['LOAM_KILL_SEED'] ?? 5);
const filesAtFirst = 40;
const changesARound = 15;
const longestRunMs = 3_000;

/** A folder of files, and what is to be found in each. */
class ChangingFolder {
  readonly path = temporaryFolder();
  readonly files = new Map<string, { marker: string; text: string }>();
  readonly #random: SeededRandom;
  #written = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
    for (let index = 0; index < filesAtFirst; index += 1) this.#write();
  }

  change(): void {
    for (let index = 0; index < changesARound; index += 1) this.#changeOne();
  }

  #changeOne(): void {
    const names = [...this.files.keys()];
    const name = names[this.#random.below(names.length)];
    const what = this.#random.below(5);
    if (name === undefined || what < 2) this.#write();
    else if (what === 2) this.#write(name);
    else if (what === 3) this.#rename(name);
    else {
      this.files.delete(name);
      rmSync(join(this.path, name));
    }
  }

  #write(name = `file-${this.#written}.txt`): void {
    this.#written += 1;
    const marker = `marker${letters(this.#written)}`;
    // Most files are small, some have hundreds of passages.
    const sentences = this.#random.below(8) === 0 ? 1500 : 1 + this.#random.below(30);
    const body = Array.from(
      { length: sentences },
      (_, index) => `Sentence ${index} of file ${this.#written} tells of ${this.#random.below(1000)} rivers.`,
    );
    const text = `${marker} is told first. ${body.join(' ')}`;
    writeFileSync(join(this.path, name), text);
    this.files.set(name, { marker, text });
  }

  #rename(name: string): void {
    const file = this.files.get(name);
    if (file === undefined) return;
    this.#written += 1;
    const next = `renamed-${this.#written}.txt`;
    renameSync(join(this.path, name), join(this.path, next));
    this.files.delete(name);
    this.files.set(next, file);
  }
}

/** A word of its own for each number. */
function letters(number: number): string {
  return String(number).replace(/\d/g, (digit) => `${'bcdfghjklm'[Number(digit)] ?? ''}o`);
}

/** Starts indexing in a process of its own and kills it with all its workers. */
async function indexAndKill(home: string, delayMs: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'indexUntilKilled.mjs'), home], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await once(child.stdout, 'data');
  await sleep(delayMs);
  const exited = once(child, 'exit');
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await exited;
}

async function isUnfinished(home: string): Promise<boolean> {
  const opened = await openKnowledgeAt(home);
  const underWay = rowsOf(opened, "SELECT 1 FROM documents WHERE state IN ('parsing', 'embedding')");
  await opened.dispose();
  return underWay.length > 0;
}

function rowsOf<Row>({ database }: OpenKnowledge, query: string): Row[] {
  return database.read((orm) => orm.all<Row>(sql.raw(query)));
}

/** Every file exactly once, with exactly its text; nothing else in the tables or the index. */
async function expectConsistent(opened: OpenKnowledge, { files }: ChangingFolder): Promise<void> {
  const { knowledge } = opened;
  await vi.waitFor(
    () => {
      const documents = opened.documents();
      expect(documents.map(({ name }) => name).toSorted()).toEqual([...files.keys()].toSorted());
      expect(documents.filter(({ state }) => state !== 'done')).toEqual([]);
      for (const { id, name } of documents)
        expect(documentText({ knowledge }, id)).toBe(files.get(name)?.text);
    },
    { timeout: 120_000, interval: 500 },
  );
  const documents = opened.documents();
  const strays = `SELECT p.sequence FROM passages p JOIN documents d ON d.sequence = p.document_sequence
    WHERE p.revision <> d.revision OR d.removed_at IS NOT NULL`;
  await vi.waitFor(() => expect(rowsOf(opened, strays)).toEqual([]), { timeout: 20_000 });
  const passages = rowsOf<{ sequence: number }>(opened, 'SELECT sequence FROM passages ORDER BY sequence');
  const indexed = rowsOf<{ sequence: number }>(
    opened,
    'SELECT passage_sequence AS sequence FROM indexed_passages ORDER BY passage_sequence',
  );
  expect(indexed).toEqual(passages);
  for (const { name } of documents) {
    expect(await opened.find(files.get(name)?.marker ?? '', 1), `the marker of ${name}`).toContain(name);
  }
  expect(await passagesOnDisk(opened)).toEqual(passages.map(({ sequence }) => sequence));
}

/** What LanceDB itself holds, opened anew. */
async function passagesOnDisk({ searchIndex, client }: OpenKnowledge): Promise<number[]> {
  const { generation, embedderId } = await searchIndex.ensureOpen();
  const embedder = await searchIndex.embedder();
  const { passages } = await client.openIndex({
    generation,
    embedder,
    embedderId,
    dimensions: 384,
    access: 'read',
  });
  return [...passages].toSorted((first, second) => first - second);
}

test(
  `indexing that is killed ${rounds} times, while files change, ends with every file indexed exactly once`,
  async () => {
    const random = new SeededRandom(seed);
    const home = temporaryFolder();
    const folder = new ChangingFolder(random);
    const setUp = await openKnowledgeAt(home);
    await setUp.knowledge.sources.add(undefined, [folder.path]);
    await setUp.dispose();
    let unfinished = 0;
    for (let round = 0; round < rounds; round += 1) {
      await indexAndKill(home, random.below(longestRunMs));
      if (await isUnfinished(home)) unfinished += 1;
      folder.change();
    }
    // Not all were killed before they began, nor all after they were done.
    expect(unfinished).toBeGreaterThan(0);
    const opened = await openKnowledgeAt(home, { graceMs: 500 });
    try {
      opened.knowledge.startIndexing();
      await expectConsistent(opened, folder);
    } finally {
      await opened.dispose();
    }
  },
  180_000 + rounds * 10_000,
);
