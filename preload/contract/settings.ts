import { z } from 'zod';
import { adapterChoicesSchema } from './adapters';
import { emptyScope, scopeSchema } from './knowledge';
import { event, request } from './members';
import { defaultSampling, samplingSchema } from './sampling';

/** Everything the user can set. Each field has its own default, so one broken value never costs the others. */
export const settingsSchema = z.strictObject({
  colorScheme: z.enum(['system', 'light', 'dark']),
  /** Enter sends and Shift+Enter starts a new line; otherwise Ctrl/Cmd+Enter sends. */
  sendWithEnter: z.boolean(),
  /** Null: the starter model. */
  defaultModelId: z.string().max(200).nullable(),
  /** For new chats with the default model. */
  defaultAdapters: adapterChoicesSchema,
  defaultAssistantId: z.string().max(64).nullable(),
  defaultSampling: samplingSchema,
  /** Tokens the model's window holds; the model's own limit wins where it is smaller. */
  contextSize: z.number().int().min(512).max(131_072),
  /** `auto` uses the graphics devices there are; a name uses that one alone. */
  gpu: z.union([z.enum(['auto', 'off']), z.strictObject({ device: z.string().min(1).max(200) })]),
  /** How many of a model's layers the graphics device takes. */
  gpuLayers: z.union([z.literal('auto'), z.number().int().min(0).max(1000)]),
  /** `auto`: one for each physical core. */
  threads: z.union([z.literal('auto'), z.number().int().min(1).max(256)]),
  flashAttention: z.enum(['auto', 'on', 'off']),
  /** Reads weights through the system's file cache instead of copying them into the program's own memory. */
  memoryMapping: z.boolean(),
  /** Bytes that models may keep in memory together; `auto` is half of what is available. */
  modelMemoryBytes: z.union([z.literal('auto'), z.number().int().min(0)]),
  isIndexingPaused: z.boolean(),
  /** What texts are turned into vectors by. Null: the starter embedder. */
  embedderId: z.string().max(200).nullable(),
  /** Null: passages are ranked without one. */
  rerankerId: z.string().max(200).nullable(),
  /** The collections that new chats answer from. */
  defaultScope: scopeSchema,
  sidebarWidth: z.number().int().min(200).max(480),
  isSidebarOpen: z.boolean(),
  hasSeenWelcome: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  colorScheme: 'system',
  sendWithEnter: true,
  defaultModelId: null,
  defaultAdapters: [],
  defaultAssistantId: null,
  defaultSampling,
  contextSize: 4096,
  gpu: 'auto',
  gpuLayers: 'auto',
  threads: 'auto',
  flashAttention: 'auto',
  memoryMapping: true,
  modelMemoryBytes: 'auto',
  isIndexingPaused: false,
  embedderId: null,
  rerankerId: null,
  defaultScope: emptyScope,
  sidebarWidth: 280,
  isSidebarOpen: true,
  hasSeenWelcome: false,
};

export const settings = {
  get: request(z.strictObject({}), settingsSchema),
  update: request(settingsSchema.partial(), settingsSchema),
  changed: event(settingsSchema),
};
