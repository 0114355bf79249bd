import { z } from 'zod';
import { errorCodes, type SerializedError } from './errors';

/** Apart from errors.ts, so that code that only throws and shows errors does not load the schema library. */
export const serializedErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  retryable: z.boolean(),
}) satisfies z.ZodType<SerializedError>;
