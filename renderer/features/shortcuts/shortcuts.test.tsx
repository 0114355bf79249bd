// @vitest-environment jsdom
import { Modal } from '@mantine/core';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { runCommand, useCommand, useCommandAvailability, type CommandId } from './commands';
import ShortcutsDialog from './ShortcutsDialog';
import { keyCaps, shortcutTable } from './shortcutTable';
import { useShortcuts } from './useShortcuts';

const windowShortcuts = shortcutTable.filter(({ scope }) => scope === 'window');
let ran: CommandId[] = [];

beforeEach(() => {
  ran = [];
  installBridge();
});
afterEach(cleanup);

function Handler({ command }: { command: CommandId }) {
  useCommand(command, () => ran.push(command));
  return null;
}

function Window({ commands }: { commands: readonly CommandId[] }) {
  useShortcuts();
  return (
    <>
      {commands.map((command) => (
        <Handler key={command} command={command} />
      ))}
      <textarea aria-label="Message" />
    </>
  );
}

/** Presses the keys of the table's notation; false when the page kept the browser's own meaning from happening. */
function press(keys: string, target: Element = document.body): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  return fireEvent.keyDown(target, {
    key: key.length === 1 ? key.toLowerCase() : key,
    ctrlKey: parts.includes('mod'),
    shiftKey: parts.includes('shift'),
    altKey: parts.includes('alt'),
  });
}

describe('shortcut table', () => {
  it('uses no keys and no command twice', () => {
    const keys = shortcutTable.map((shortcut) => shortcut.keys.toLowerCase());
    const commands = shortcutTable.map(({ command }) => command);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(commands).size).toBe(commands.length);
  });

  it.each(windowShortcuts)(
    'binds $keys to $command, also while a text field has the focus',
    ({ keys, command }) => {
      renderInApp(<Window commands={windowShortcuts.map((shortcut) => shortcut.command)} />);
      const isUnhandled = press(keys, screen.getByRole('textbox'));
      expect(ran).toEqual([command]);
      expect(isUnhandled).toBe(false);
    },
  );

  it('leaves a key alone that nothing on screen answers to', () => {
    renderInApp(<Window commands={[]} />);
    expect(press('Escape')).toBe(true);
    expect(press('mod+N')).toBe(true);
  });

  it('leaves the keys to a dialog that has the focus', () => {
    renderInApp(
      <>
        <Window commands={['stop-answer']} />
        <Modal opened onClose={() => undefined} title="A question">
          <button>Answer</button>
        </Modal>
      </>,
    );
    press('Escape', screen.getByRole('button', { name: 'Answer' }));
    expect(ran).toEqual([]);
  });

  it('is listed whole in the dialog', async () => {
    renderInApp(<ShortcutsDialog />);
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const { label, keys } of shortcutTable) {
      const line = [...dialog.querySelectorAll('tr')].find(
        (candidate) => candidate.cells[0]?.textContent === label,
      );
      expect([...(line?.querySelectorAll('kbd') ?? [])].map((cap) => cap.textContent)).toEqual(keyCaps(keys));
    }
  });
});

describe('commands', () => {
  it('run what was mounted last, and what was there before once that is gone', () => {
    const Named = ({ name }: { name: CommandId }) => {
      useCommand('search', () => ran.push(name));
      return null;
    };
    const { show } = renderInApp([<Named key="1" name="settings" />]);
    show([<Named key="1" name="settings" />, <Named key="2" name="models" />]);
    runCommand('search');
    show([<Named key="1" name="settings" />]);
    runCommand('search');
    expect(ran).toEqual(['models', 'settings']);
  });

  it('are unavailable while their handler is null', () => {
    const Stop = ({ isAnswering }: { isAnswering: boolean }) => {
      useCommand('stop-answer', isAnswering ? () => ran.push('stop-answer') : null);
      return null;
    };
    const Offer = () => <p>{useCommandAvailability()('stop-answer') ? 'offered' : 'not offered'}</p>;
    const both = (isAnswering: boolean) => [<Stop key="1" isAnswering={isAnswering} />, <Offer key="2" />];
    const { show } = renderInApp(both(false));
    expect(screen.getByText('not offered')).toBeDefined();
    expect(runCommand('stop-answer')).toBe(false);
    show(both(true));
    expect(screen.getByText('offered')).toBeDefined();
    expect(runCommand('stop-answer')).toBe(true);
    expect(ran).toEqual(['stop-answer']);
  });
});
