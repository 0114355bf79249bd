import { z } from 'zod';
import { event, request } from './members';
import { serializedErrorSchema } from './serializedError';

const downloadIdSchema = z.string().min(1).max(64);

/** Where a download comes from. */
export const downloadSourceSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('catalogue'), catalogueId: z.string().min(1).max(200) }),
  z.strictObject({
    type: z.literal('repository'),
    repository: z.string().regex(/^[\w.-]{1,96}\/[\w.-]{1,96}$/),
    revision: z.string().regex(/^[\w./-]{1,100}$/),
    files: z.array(z.string().min(1).max(500)).min(1).max(100),
  }),
  z.strictObject({ type: z.literal('url'), url: z.url().max(2000) }),
]);
export type DownloadSource = z.infer<typeof downloadSourceSchema>;

export const downloadSchema = z.object({
  id: downloadIdSchema,
  /** What arrives: a model, or an adapter for one. */
  kind: z.enum(['model', 'adapter']),
  name: z.string(),
  source: downloadSourceSchema,
  /** `checking`: all bytes are here and are compared with their sha256. */
  state: z.enum(['queued', 'downloading', 'paused', 'checking', 'done', 'failed']),
  fileNames: z.array(z.string()),
  receivedBytes: z.number(),
  /** Null until the server said it. */
  totalBytes: z.number().nullable(),
  /** Of the last seconds; null while nothing arrives. */
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /**
   * Whether the hub or the catalogue tells which sha256 is right; without it only size and header can be checked. Null
   * until a server was asked.
   */
  isVouchedFor: z.boolean().nullable(),
  /** Why it failed, or why it waits before it tries again. */
  error: serializedErrorSchema.nullable(),
  /** The model or adapter it became. */
  installedId: z.string().nullable(),
  createdAt: z.number(),
});
export type Download = z.infer<typeof downloadSchema>;

export const downloads = {
  /** Newest first. */
  list: request(z.strictObject({}), z.array(downloadSchema)),
  /** Puts it into the queue. Goes out to the hub or the address, which the user asked for by this. */
  start: request(
    z.strictObject({ kind: z.enum(['model', 'adapter']), source: downloadSourceSchema }),
    downloadSchema,
  ),
  pause: request(z.strictObject({ id: downloadIdSchema }), downloadSchema),
  /** Goes on where it stopped, also after a failure. */
  resume: request(z.strictObject({ id: downloadIdSchema }), downloadSchema),
  /** Takes it out of the list; what has arrived of an unfinished one is deleted. */
  remove: request(z.strictObject({ id: downloadIdSchema }), z.null()),
  /** A few times a second while bytes arrive. */
  changed: event(downloadSchema),
  removed: event(z.object({ id: downloadIdSchema })),
};
