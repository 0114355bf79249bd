import { defaultSettings, type Settings, settingsSchema } from '../../preload/contract/settings';

export interface ParsedSettings {
  settings: Settings;
  /** Fields whose stored value does not fit; they have their default. */
  brokenFields: string[];
}

/** Settings from anything stored: each field stands for itself, a missing one has its default, an unknown one is dropped. */
export function parseSettings(stored: Readonly<Record<string, unknown>>): ParsedSettings {
  const settings: Record<string, unknown> = { ...defaultSettings };
  const brokenFields: string[] = [];
  for (const [field, schema] of Object.entries(settingsSchema.shape)) {
    if (!Object.hasOwn(stored, field)) continue;
    const parsed = schema.safeParse(stored[field]);
    if (parsed.success) settings[field] = parsed.data;
    else brokenFields.push(field);
  }
  return { settings: settingsSchema.parse(settings), brokenFields };
}
