import {
  useMantineColorScheme,
  type MantineColorScheme,
  type MantineColorSchemeManager,
} from '@mantine/core';
import { useEffect } from 'react';
import type { Settings } from '../preload/contract/settings';
import { useSettings } from './features/settings/queries';

/** The component library's word for a setting. */
export function toMantineColorScheme(colorScheme: Settings['colorScheme']): MantineColorScheme {
  return colorScheme === 'system' ? 'auto' : colorScheme;
}

/** Keeps the scheme in memory only: the settings of the main process are its one home. */
export const memoryColorSchemeManager: MantineColorSchemeManager = {
  get: (defaultValue) => defaultValue,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};

/** Follows the setting. Mounted once, by the app. */
export function useColorSchemeSetting(): void {
  const { setColorScheme } = useMantineColorScheme();
  const colorScheme = useSettings().data?.colorScheme;
  useEffect(() => {
    if (colorScheme !== undefined) setColorScheme(toMantineColorScheme(colorScheme));
  }, [colorScheme, setColorScheme]);
}
