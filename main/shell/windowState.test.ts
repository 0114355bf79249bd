import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minimumWindowSize, placeWindow, readWindowState, writeWindowState } from './windowState';

const laptop = { x: 0, y: 24, width: 1440, height: 876 };
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 };
const saved = { x: 1600, y: 100, width: 1800, height: 1200, isMaximized: false };

describe('window placement', () => {
  it('opens where the window was', () => {
    expect(placeWindow(saved, [laptop, monitor])).toEqual({
      width: 1800,
      height: 1200,
      position: { x: 1600, y: 100 },
      isMaximized: false,
    });
  });

  it('centres a window whose screen is gone, no larger than the screen that is left', () => {
    expect(placeWindow(saved, [laptop])).toEqual({
      width: 1440,
      height: 876,
      position: null,
      isMaximized: false,
    });
  });

  it('does not leave the top of the window above or below the screen', () => {
    expect(placeWindow({ ...saved, y: -200 }, [laptop, monitor]).position).toBeNull();
    expect(placeWindow({ ...saved, y: 1430 }, [laptop, monitor]).position).toBeNull();
  });

  it('opens in the middle at a usual size the first time, smaller on a small screen', () => {
    expect(placeWindow(null, [laptop])).toEqual({
      width: 1200,
      height: 800,
      position: null,
      isMaximized: false,
    });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 600 }])).toMatchObject({
      width: 1024,
      height: 600,
    });
  });

  it('never opens smaller than the smallest usable size', () => {
    expect(placeWindow({ ...saved, width: 10, height: 10 }, [laptop, monitor])).toMatchObject(
      minimumWindowSize,
    );
  });

  it('remembers that it was maximized', () => {
    expect(placeWindow({ ...saved, isMaximized: true }, [monitor]).isMaximized).toBe(true);
  });
});

describe('stored window state', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'loam-window-'));
    file = join(folder, 'window.json');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('comes back as it was written', () => {
    writeWindowState(file, saved);
    expect(readWindowState(file)).toEqual(saved);
  });

  it.each(['', '{', '[]', 'null', '{"x":1}', '{"x":"1","y":0,"width":1,"height":1,"isMaximized":false}'])(
    'is ignored when the file holds %j',
    (content) => {
      writeFileSync(file, content);
      expect(readWindowState(file)).toBeNull();
    },
  );

  it('is ignored when there is no file', () => {
    expect(readWindowState(file)).toBeNull();
  });
});
