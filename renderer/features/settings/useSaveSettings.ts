import { useCallback } from 'react';
import type { Settings } from '../../../preload/contract/settings';
import { notifyError } from '../../components/errors/notifyError';
import { useUpdateSettings } from './queries';

export type SaveSettings = (changes: Partial<Settings>) => void;

/** What each section of the settings gets. */
export interface SettingsSectionProps {
  settings: Settings;
  save: SaveSettings;
}

/** Saves settings and says so when it failed. */
export function useSaveSettings(): SaveSettings {
  const { mutate } = useUpdateSettings();
  return useCallback((changes) => mutate(changes, { onError: (error) => notifyError(error) }), [mutate]);
}
