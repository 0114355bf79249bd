import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Assistant, AssistantDraft } from '../../preload/contract/assistants';
import { LoamError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import type { Database } from '../storage/database';
import { assistants } from '../storage/schema';

/** Named system prompts with their sampling. Conversations copy both, so a change here changes no old chat. */
export class AssistantService {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database;
    this.#clock = clock;
  }

  /** By name. */
  list(): Assistant[] {
    return this.#database.read((orm) =>
      orm
        .select()
        .from(assistants)
        .orderBy(sql`name COLLATE NOCASE`, assistants.id)
        .all(),
    );
  }

  /** @throws LoamError assistant/not-found */
  get(id: string): Assistant {
    const found = this.#database.read((orm) =>
      orm.select().from(assistants).where(eq(assistants.id, id)).get(),
    );
    if (found === undefined) throw assistantNotFound();
    return found;
  }

  create(draft: AssistantDraft): Assistant {
    const now = this.#clock.now();
    const assistant: Assistant = { ...draft, id: randomUUID(), createdAt: now, updatedAt: now };
    this.#database.write((orm) => orm.insert(assistants).values(assistant).run());
    return assistant;
  }

  /** @throws LoamError assistant/not-found */
  update(id: string, draft: AssistantDraft): Assistant {
    const updated = this.#database.write((orm) =>
      orm
        .update(assistants)
        .set({ ...draft, updatedAt: this.#clock.now() })
        .where(eq(assistants.id, id))
        .returning()
        .all(),
    )[0];
    if (updated === undefined) throw assistantNotFound();
    return updated;
  }

  /** Conversations that used it keep their prompt and sampling. @throws LoamError assistant/not-found */
  delete(id: string): void {
    const { changes } = this.#database.write((orm) =>
      orm.delete(assistants).where(eq(assistants.id, id)).run(),
    );
    if (changes === 0) throw assistantNotFound();
  }
}

function assistantNotFound(): LoamError {
  return new LoamError(
    'assistant/not-found',
    'This assistant is no longer here. Choose another one or make a new one.',
  );
}
