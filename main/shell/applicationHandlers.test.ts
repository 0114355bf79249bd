import { describe, expect, it, vi } from 'vitest';
import { applicationInfoSchema } from '../../preload/contract/application';
import { LoamError } from '../../preload/contract/errors';
import { applicationHandlers, type ApplicationServices } from './applicationHandlers';

function services(changes: Partial<ApplicationServices> = {}): ApplicationServices {
  return {
    version: '1.2.3',
    platform: 'linux',
    versions: { electron: '45.0.0', chrome: '150.0.0', node: '24.0.0' },
    dataFolder: '/home/me/Loam',
    notices: () => Promise.resolve([{ id: 'n', title: 'Settings', message: 'Repaired.' }]),
    openLink: vi.fn(() => Promise.resolve({ opened: true })),
    copyText: vi.fn(() => Promise.resolve()),
    openFolder: vi.fn(() => Promise.resolve('')),
    ...changes,
  };
}

describe('application handlers', () => {
  it('tell the versions, the data folder and the notices', async () => {
    const info = await applicationHandlers(services()).info({});
    expect(applicationInfoSchema.parse(info)).toEqual({
      version: '1.2.3',
      platform: 'linux',
      dataFolder: '/home/me/Loam',
      runtime: { electron: '45.0.0', chromium: '150.0.0', node: '24.0.0' },
      notices: [{ id: 'n', title: 'Settings', message: 'Repaired.' }],
    });
  });

  it('tell why there is no core instead', async () => {
    const error = new LoamError('storage/newer-version', 'Made by a newer Loam.');
    const handlers = applicationHandlers(services({ notices: () => Promise.reject(error) }));
    await expect(handlers.info({})).rejects.toBe(error);
  });

  it('copy text, open the data folder and hand links to the opener', async () => {
    const used = services();
    const handlers = applicationHandlers(used);
    await handlers.copyText({ text: 'abc' });
    await handlers.openDataFolder({});
    expect(await handlers.openLink({ url: 'https://example.com' })).toEqual({ opened: true });
    expect(used.copyText).toHaveBeenCalledWith('abc');
    expect(used.openFolder).toHaveBeenCalledWith('/home/me/Loam');
    expect(used.openLink).toHaveBeenCalledWith('https://example.com');
  });

  it('say where the data folder is when the system cannot open it', async () => {
    const handlers = applicationHandlers(services({ openFolder: () => Promise.resolve('no file manager') }));
    await expect(handlers.openDataFolder({})).rejects.toThrow('/home/me/Loam');
  });
});
