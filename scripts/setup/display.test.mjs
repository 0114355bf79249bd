import { describe, expect, it } from 'vitest';
import { hasDisplay } from './display.mjs';
import { electronSwitches } from './electronSwitches.mjs';

describe('a display', () => {
  it.each([
    [{ DISPLAY: ':0' }, 'linux', true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    [{ DISPLAY: '' }, 'linux', false],
    [{}, 'linux', false],
    [{}, 'darwin', true],
    [{}, 'win32', true],
  ])('with %j on %s: %s', (environment, platform, expected) => {
    expect(hasDisplay(environment, platform)).toBe(expected);
  });
});

describe("Electron's switches", () => {
  it('leave the sandbox and the graphics card on for an ordinary user', () => {
    expect(electronSwitches({ platform: 'linux', isRoot: false, hasGraphicsDevice: true })).toEqual([]);
  });

  it('turn the sandbox off only for root on Linux', () => {
    expect(electronSwitches({ platform: 'linux', isRoot: true, hasGraphicsDevice: true })).toEqual([
      '--no-sandbox',
    ]);
    expect(electronSwitches({ platform: 'darwin', isRoot: true, hasGraphicsDevice: true })).toEqual([]);
  });

  it('spare Chromium the search for a graphics device where there is none', () => {
    expect(electronSwitches({ platform: 'linux', isRoot: false, hasGraphicsDevice: false })).toEqual([
      '--disable-gpu',
    ]);
  });
});
