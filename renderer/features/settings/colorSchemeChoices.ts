import type { Settings } from '../../../preload/contract/settings';

export const settingsSchemes: { value: Settings['colorScheme']; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];
