import { z } from 'zod';
import { event, request } from './members';

/** A thing the user should know that no request of theirs asked for: a broken settings file, a restored backup. */
export const noticeSchema = z.object({ id: z.string(), title: z.string(), message: z.string() });
export type Notice = z.infer<typeof noticeSchema>;

export const applicationInfoSchema = z.object({
  version: z.string(),
  runtime: z.object({ electron: z.string(), chromium: z.string(), node: z.string() }),
  dataFolder: z.string(),
  platform: z.string(),
  /** Notices since the start. */
  notices: z.array(noticeSchema),
});
export type ApplicationInfo = z.infer<typeof applicationInfoSchema>;

export const application = {
  info: request(z.strictObject({}), applicationInfoSchema),
  /** Shows the whole address and asks before the browser opens it; only http, https and mailto are let out. */
  openLink: request(z.strictObject({ url: z.string().max(4096) }), z.object({ opened: z.boolean() })),
  copyText: request(z.strictObject({ text: z.string().max(10_000_000) }), z.null()),
  openDataFolder: request(z.strictObject({}), z.null()),
  notice: event(noticeSchema),
  /** A command chosen from the application menu. */
  menuCommand: event(
    z.object({ command: z.enum(['new-conversation', 'settings', 'shortcuts', 'palette', 'search']) }),
  ),
};
