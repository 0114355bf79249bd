import { createSpotlight } from '@mantine/spotlight';
import { useEffect, type RefObject } from 'react';

/** The palette's state, and the functions that open and close it. */
export const [paletteStore, palette] = createSpotlight();

/**
 * Selects the first line whenever the lines changed and none is selected, so that Enter always does something. The
 * library does so only for lines that are there at once; chats are found a moment later.
 *
 * @param lines anything that changes when the lines do
 */
export function useFirstLineSelected(search: RefObject<HTMLInputElement | null>, lines: unknown): void {
  useEffect(() => {
    const { listId, query } = paletteStore.getState();
    const list = document.getElementById(listId);
    if (query === '' || list === null || list.querySelector('[data-selected]') !== null) return;
    paletteStore.updateState((state) => ({ ...state, selected: -1 }));
    search.current?.dispatchEvent(new KeyboardEvent('keydown', { code: 'ArrowDown', bubbles: true }));
  }, [search, lines]);
}
