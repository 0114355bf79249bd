import { customType } from 'drizzle-orm/sqlite-core';
import type { z } from 'zod';
import { corruptContent } from './storageErrors';

/**
 * A TEXT column that holds JSON of one shape.
 *
 * Reading parses it with the schema, because a file on disk is outside data. Throws storage/corrupt when it does not
 * fit.
 */
export function jsonColumn<Schema extends z.ZodType>(name: string, schema: Schema) {
  return customType<{ data: z.output<Schema>; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => {
      try {
        return schema.parse(JSON.parse(text));
      } catch (error) {
        throw corruptContent(error);
      }
    },
  })(name);
}
