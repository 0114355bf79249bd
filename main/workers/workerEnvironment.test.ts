import { expect, test } from 'vitest';
import { workerEnvironment } from './workerEnvironment';

test('a worker inherits the system environment without secrets and without options for Node or Electron', () => {
  const environment = workerEnvironment(
    {
      PATH: '/usr/bin',
      HOME: '/home/me',
      CUDA_VISIBLE_DEVICES: '0',
      GGML_VK_VISIBLE_DEVICES: '1',
      UNSET: undefined,
      NODE_OPTIONS: '--inspect',
      NODE_CHANNEL_FD: '3',
      ELECTRON_RUN_AS_NODE: '1',
      OPENAI_API_KEY: 'sk-1',
      GITHUB_TOKEN: 'gh-1',
      db_password: 'p',
      AWS_SECRET_ACCESS: 's',
    },
    { LOAM_EXTRA: 'yes' },
  );
  expect(environment).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/me',
    CUDA_VISIBLE_DEVICES: '0',
    GGML_VK_VISIBLE_DEVICES: '1',
    LOAM_EXTRA: 'yes',
  });
});
