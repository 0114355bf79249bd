import { useHotkeys } from '@mantine/hooks';
import { runCommand } from './commands';
import { shortcutTable } from './shortcutTable';

/** Dialogs and menus have their own keys. The sidebar drawn as a drawer is a dialog too, but part of the window. */
const ownKeys = '[role="dialog"]:not([data-loam-sidebar]), [role="menu"], [role="listbox"]';

function ownsItsKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(ownKeys) !== null;
}

/** Binds the shortcuts that work everywhere in the window. Mounted once, by the app. */
export function useShortcuts(): void {
  useHotkeys(
    shortcutTable
      .filter(({ scope }) => scope === 'window')
      .map(({ keys, command }) => [
        keys,
        (event) => {
          if (event.defaultPrevented || ownsItsKeys(event.target)) return;
          // A key that nothing on screen answers to keeps its usual meaning.
          if (runCommand(command)) event.preventDefault();
        },
        { preventDefault: false },
      ]),
    [],
    true,
  );
}
