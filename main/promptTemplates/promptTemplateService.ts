import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { LoamError } from '../../preload/contract/errors';
import type { PromptTemplate, PromptTemplateDraft } from '../../preload/contract/promptTemplates';
import type { Clock } from '../clock';
import type { Database } from '../storage/database';
import { promptTemplates } from '../storage/schema';

/** Reusable texts with variables in double braces, which the composer fills in. */
export class PromptTemplateService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** By name. */
  list(): PromptTemplate[] {
    return this.#database.read((orm) =>
      orm
        .select()
        .from(promptTemplates)
        .orderBy(sql`name COLLATE NOCASE`, promptTemplates.id)
        .all(),
    );
  }

  create(draft: PromptTemplateDraft): PromptTemplate {
    const now = this.#clock.now();
    const template: PromptTemplate = { ...draft, id: randomUUID(), createdAt: now, updatedAt: now };
    this.#database.write((orm) => orm.insert(promptTemplates).values(template).run());
    return template;
  }

  /** @throws LoamError template/not-found */
  update(id: string, draft: PromptTemplateDraft): PromptTemplate {
    const updated = this.#database.write((orm) =>
      orm
        .update(promptTemplates)
        .set({ ...draft, updatedAt: this.#clock.now() })
        .where(eq(promptTemplates.id, id))
        .returning()
        .all(),
    )[0];
    if (updated === undefined) throw templateNotFound();
    return updated;
  }

  /** @throws LoamError template/not-found */
  delete(id: string): void {
    const { changes } = this.#database.write((orm) =>
      orm.delete(promptTemplates).where(eq(promptTemplates.id, id)).run(),
    );
    if (changes === 0) throw templateNotFound();
  }
}

function templateNotFound(): LoamError {
  return new LoamError(
    'template/not-found',
    'This prompt template is no longer here. Choose another one or make a new one.',
  );
}
