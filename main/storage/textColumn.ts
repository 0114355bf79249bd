import { customType } from 'drizzle-orm/sqlite-core';

/**
 * Text as both drivers can store it: SQLite ends a text at its first NUL in some of its functions, and libsql when it
 * reads one. The sign stands for nothing, so it becomes the sign for what cannot be shown.
 */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** A TEXT column for what people or models wrote. */
export const textColumn = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: storableText,
});
