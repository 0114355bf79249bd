import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSafeFileName } from '../downloads/fileNames';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { readOwnCatalogue, readUserCatalogue } from './catalogueFile';
import { quantizationOf } from './quantizationOf';
import { bytesOf } from './recommend';

const modelsFolder = resolve(import.meta.dirname, '../../../models');
const catalogue = await readOwnCatalogue(resolve(modelsFolder, 'catalog.json'));

describe('Loam’s own catalogue', () => {
  it('is a short list from 135 million to 8 billion parameters in all current families, smallest first', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(10);
    expect(catalogue.length).toBeLessThanOrEqual(15);
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    expect(new Set(catalogue.map(({ family }) => family))).toEqual(
      new Set(['SmolLM', 'Gemma', 'Qwen', 'Llama', 'Phi', 'Mistral']),
    );
    const sizes = catalogue.map(bytesOf);
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
    const parameters = catalogue.map((entry) => entry.parameters);
    expect(Math.min(...parameters)).toBe(134_515_008);
    expect(Math.max(...parameters)).toBeGreaterThan(8e9);
  });

  it.each(catalogue.map((entry) => [entry.id, entry] as const))(
    '%s is pinned to a commit, with facts that fit one another',
    (_id, entry) => {
      expect(entry.revision).toMatch(/^[0-9a-f]{40}$/);
      expect(entry.bytesAreApproximate).toBe(false);
      for (const { path, sha256 } of entry.files) {
        expect(isSafeFileName(path)).toBe(true);
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(quantizationOf(path)).toBe(entry.quantization);
      }
      // 4 to 9 bits for each number.
      const bits = (bytesOf(entry) * 8) / entry.parameters;
      expect(bits).toBeGreaterThan(4.5);
      expect(bits).toBeLessThan(9);
      expect(entry.smallestMemoryBytes).toBeGreaterThan(bytesOf(entry) * 1.5);
      expect(entry.architecture).not.toBeNull();
      expect(entry.goodFor).toMatch(/\.$/);
    },
  );

  it('is described in the folder’s README', () => {
    const readme = readFileSync(resolve(modelsFolder, 'README.md'), 'utf8');
    for (const { id } of catalogue) expect(readme).toContain(`\`${id}\``);
  });
});

describe('the user’s catalogue', () => {
  it('names what is wrong with an entry in plain words and keeps the others', async () => {
    const [good] = catalogue;
    const file = join(temporaryFolder(), 'catalog.json');
    const models = [
      good,
      { ...good, id: 'mine', name: undefined, repository: 'nowhere', parameters: 'many' },
      7,
    ];
    writeFileSync(file, JSON.stringify({ models }));
    const { entries, problems } = await readUserCatalogue(file);
    expect(entries).toEqual([good]);
    expect(problems).toEqual([
      'The model mine in your catalog.json is left out: name is missing, repository must be owner/name on the hub, parameters must be a number.',
      'Model 3 in your catalog.json is left out: must be an object.',
    ]);
  });
});
