import { lazy, Suspense, useState } from 'react';
import { useCommand } from './commands';

const CommandPalette = lazy(() => import('../palette/CommandPalette'));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog'));

/** The palette and the shortcuts dialog, whose code is fetched when they are first wanted. */
export function LazyOverlays() {
  const [isPaletteWanted, setPaletteWanted] = useState(false);
  const [isDialogWanted, setDialogWanted] = useState(false);
  // Once they are there they take their commands over.
  useCommand('palette', () => setPaletteWanted(true));
  useCommand('shortcuts', () => setDialogWanted(true));
  return (
    <Suspense fallback={null}>
      {isPaletteWanted && <CommandPalette />}
      {isDialogWanted && <ShortcutsDialog />}
    </Suspense>
  );
}
