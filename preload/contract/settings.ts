import { z } from 'zod';
import { event, request } from './members';
import { defaultSampling, samplingSchema } from './sampling';

/** Everything the user can set. Each field has its own default, so one broken value never costs the others. */
export const settingsSchema = z.strictObject({
  colorScheme: z.enum(['system', 'light', 'dark']),
  /** Enter sends and Shift+Enter starts a new line; otherwise Ctrl/Cmd+Enter sends. */
  sendWithEnter: z.boolean(),
  /** Null: the starter model. */
  defaultModelId: z.string().max(200).nullable(),
  defaultAssistantId: z.string().max(64).nullable(),
  defaultSampling: samplingSchema,
  /** Tokens the model's window holds; the model's own limit wins where it is smaller. */
  contextSize: z.number().int().min(512).max(131_072),
  sidebarWidth: z.number().int().min(200).max(480),
  isSidebarOpen: z.boolean(),
  hasSeenWelcome: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  colorScheme: 'system',
  sendWithEnter: true,
  defaultModelId: null,
  defaultAssistantId: null,
  defaultSampling,
  contextSize: 4096,
  sidebarWidth: 280,
  isSidebarOpen: true,
  hasSeenWelcome: false,
};

export const settings = {
  get: request(z.strictObject({}), settingsSchema),
  update: request(settingsSchema.partial(), settingsSchema),
  changed: event(settingsSchema),
};
