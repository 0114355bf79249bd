import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { contract } from '../../preload/contract/index';
import { menuTemplate, type MenuOptions } from './menuTemplate';

function options(changes: Partial<MenuOptions> = {}): MenuOptions {
  return {
    isMac: false,
    isDevelopment: false,
    send: vi.fn(),
    exportEverything: vi.fn(),
    openDataFolder: vi.fn(),
    ...changes,
  };
}

function allItems(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? allItems(item.submenu) : [])]);
}

/** Nothing in these menus looks at what Electron passes to `click`. */
function click(item: MenuItemConstructorOptions | undefined): void {
  (item?.click as (() => void) | undefined)?.();
}

describe('application menu', () => {
  it('sends every command that the contract knows, each from one item', () => {
    const send = vi.fn();
    for (const item of allItems(menuTemplate(options({ send })))) click(item);
    const known = contract.application.menuCommand.payload.shape.command.options;
    expect(send.mock.calls.map(([command]: unknown[]) => command).sort()).toEqual([...known].sort());
  });

  it('starts the export and opens the data folder', () => {
    const used = options();
    const items = allItems(menuTemplate(used));
    click(items.find(({ label }) => label === 'Export Everything…'));
    click(items.find(({ label }) => label === 'Open Data Folder'));
    expect(used.exportEverything).toHaveBeenCalledOnce();
    expect(used.openDataFolder).toHaveBeenCalledOnce();
  });

  it('has the developer tools in development only', () => {
    const roles = (isDevelopment: boolean) =>
      allItems(menuTemplate(options({ isDevelopment }))).map(({ role }) => role);
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(false)).not.toContain('reload');
    expect(roles(true)).toContain('toggleDevTools');
  });

  it('uses no key twice', () => {
    const keys = allItems(menuTemplate(options())).flatMap(({ accelerator }) => accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
