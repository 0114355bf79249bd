import { customType } from 'drizzle-orm/sqlite-core';
import type { z } from 'zod';

/**
 * A TEXT column that holds JSON of one shape.
 *
 * Reading parses it with the schema, because a file on disk is outside data. What does not fit reads as `fallback`: one
 * damaged byte in a detail must not lock up the conversation around it, nor the export that would rescue the rest.
 */
export function jsonColumn<Schema extends z.ZodType, Fallback>(
  name: string,
  schema: Schema,
  fallback: Fallback,
) {
  return customType<{ data: z.output<Schema> | Fallback; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => {
      const parsed = schema.safeParse(parseJson(text));
      return parsed.success ? parsed.data : fallback;
    },
  })(name);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No schema here accepts it.
    return undefined;
  }
}
