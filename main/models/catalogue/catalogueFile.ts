import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';

/** A path in a repository: plain names, none of them hidden. */
const filePathSchema = z
  .string()
  .regex(/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}\/){0,5}[A-Za-z0-9_-][A-Za-z0-9._-]{0,194}\.gguf$/, {
    error: 'must be the path of a .gguf file, of letters, digits, dots, dashes and underscores',
  });

const countSchema = z.number().int().positive();

const architectureSchema = z.strictObject({
  layers: countSchema,
  kvHeads: countSchema,
  headDimension: countSchema,
  embeddingLength: countSchema,
  vocabularySize: countSchema,
  slidingWindow: z.strictObject({ tokens: countSchema, layers: countSchema }).nullable(),
});

/** One model of a catalogue file. */
export const catalogueEntrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, {
    error: 'must be small letters, digits, dots, dashes and underscores',
  }),
  name: z.string().trim().min(1).max(100),
  family: z.string().trim().min(1).max(50),
  repository: z
    .string()
    .regex(/^[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}$/, { error: 'must be owner/name on the hub' }),
  /** A branch, or better a commit, which never changes. */
  revision: z.string().regex(/^[\w-][\w./-]{0,99}$/),
  files: z
    .array(
      z.strictObject({
        path: filePathSchema,
        bytes: countSchema,
        /** Null: only the hub's own metadata tells what is right. */
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits, or null' })
          .nullable(),
      }),
    )
    .min(1)
    .max(100),
  /** The sizes are for the list only; the server says the right ones. */
  bytesAreApproximate: z.boolean().default(false),
  licence: z.string().trim().min(1).max(100),
  parameters: countSchema,
  quantization: z.string().trim().min(1).max(30),
  /** Longest context it was trained for, in tokens. */
  contextLength: countSchema,
  /** Plain words for somebody who uses a computer. */
  goodFor: z.string().trim().min(1).max(300),
  /** Memory of a computer that it makes sense on, in bytes. */
  smallestMemoryBytes: countSchema,
  /** Null: the memory it takes is judged by its size alone. */
  architecture: architectureSchema.nullable().default(null),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;

const catalogueFileSchema = z.object({ models: z.array(z.unknown()) });

export interface CatalogueFile {
  entries: CatalogueEntry[];
  /** What could not be used, one sentence each. */
  problems: string[];
}

const largestFileBytes = 4_000_000;

/** Loam's own catalogue, which a test keeps right: anything wrong in it throws. */
export async function readOwnCatalogue(file: string): Promise<CatalogueEntry[]> {
  const { models } = catalogueFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return models.map((model) => catalogueEntrySchema.parse(model));
}

/** The user's own catalogue. A missing one is empty; each broken entry costs only itself. */
export async function readUserCatalogue(file: string): Promise<CatalogueFile> {
  const read = await readJson(file);
  if ('problem' in read) return { entries: [], problems: read.problem === null ? [] : [read.problem] };
  const parsed = catalogueFileSchema.safeParse(read.json);
  if (!parsed.success) {
    return { entries: [], problems: ['Your catalog.json has no list named "models" at its top.'] };
  }
  const entries = new Map<string, CatalogueEntry>();
  const problems: string[] = [];
  for (const [index, model] of parsed.data.models.entries()) {
    const entry = catalogueEntrySchema.safeParse(model, { error: inPlainWords });
    if (!entry.success) problems.push(problemOf(model, index, entry.error));
    else if (entries.has(entry.data.id)) {
      problems.push(
        `Your catalog.json has more than one model with the id ${entry.data.id}; the first is used.`,
      );
    } else entries.set(entry.data.id, entry.data);
  }
  return { entries: [...entries.values()], problems };
}

/** Another file's entries added; one with a known id takes that entry's place. */
export function mergeCatalogues(
  own: readonly CatalogueEntry[],
  users: readonly CatalogueEntry[],
): { entry: CatalogueEntry; isUserDefined: boolean }[] {
  const replacements = new Map(users.map((entry) => [entry.id, entry]));
  const known = own.map((entry) => {
    const replacement = replacements.get(entry.id);
    replacements.delete(entry.id);
    return { entry: replacement ?? entry, isUserDefined: replacement !== undefined };
  });
  return [...known, ...[...replacements.values()].map((entry) => ({ entry, isUserDefined: true }))];
}

async function readJson(file: string): Promise<{ json: unknown } | { problem: string | null }> {
  let text;
  try {
    if ((await stat(file)).size > largestFileBytes) {
      return { problem: 'Your catalog.json is larger than 4 MB, so it was not read.' };
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { problem: isAbsent ? null : 'Your catalog.json could not be read. Check that you may read it.' };
  }
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    const where = error instanceof SyntaxError ? `: ${error.message}` : '';
    return { problem: `Your catalog.json is not JSON${where}.` };
  }
}

function problemOf(model: unknown, index: number, error: z.ZodError): string {
  const id: unknown = typeof model === 'object' && model !== null && 'id' in model ? model.id : undefined;
  const which = typeof id === 'string' && id !== '' ? `The model ${id.slice(0, 100)}` : `Model ${index + 1}`;
  const named = error.issues.slice(0, shownIssues).map(({ path, message }) => {
    return path.length === 0 ? message : `${path.join('.')} ${message}`;
  });
  const more = error.issues.length - named.length;
  const rest = more > 0 ? `, and ${more} more` : '';
  return `${which} in your catalog.json is left out: ${named.join(', ')}${rest}.`;
}

const shownIssues = 3;

const kindsInWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
};

/** The schema's own words, such as "must be owner/name on the hub", stay; those of the library are replaced. */
function inPlainWords({ code, input, expected }: z.core.$ZodRawIssue): string | undefined {
  if (input === undefined) return 'is missing';
  if (code === 'invalid_type') return `must be ${kindsInWords[String(expected)] ?? 'of another kind'}`;
  if (code === 'too_small') return 'is too short or too small';
  if (code === 'too_big') return 'is too long or too large';
  if (code === 'unrecognized_keys') return 'has a field that is not known';
  return undefined;
}
