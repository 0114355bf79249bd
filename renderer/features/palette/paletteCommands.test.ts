import { describe, expect, it } from 'vitest';
import { shortcutTable } from '../shortcuts/shortcutTable';
import { matchingCommands, paletteCommands } from './paletteCommands';

const found = (query: string) => matchingCommands(paletteCommands, query).map(({ command }) => command);

describe('commands of the palette', () => {
  it('name each command once', () => {
    const commands = paletteCommands.map(({ command }) => command);
    expect(new Set(commands).size).toBe(commands.length);
  });

  it('hold every command that has a shortcut, but the palette itself and the two that step through the chats', () => {
    const offered = new Set(paletteCommands.map(({ command }) => command));
    const missing = shortcutTable.map(({ command }) => command).filter((command) => !offered.has(command));
    expect(missing).toEqual(['next-conversation', 'previous-conversation', 'palette']);
  });

  it('are found by any of their words in any order, and by words that are not shown', () => {
    expect(found('chat new')).toContain('new-conversation');
    expect(found('THEME')).toEqual(['toggle-color-scheme']);
    expect(found('backup')).toEqual(['export-everything']);
    expect(found('no such thing')).toEqual([]);
    expect(found('  ')).toHaveLength(paletteCommands.length);
  });
});
