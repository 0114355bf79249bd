import { join } from 'node:path';
import { expect, it } from 'vitest';
import { corePaths } from '../../../main/paths';
import { cancelledDialogs } from '../../helpers/cancelledDialogs';
import { projectFolder, temporaryCore } from '../../helpers/temporaryCore';
import { temporaryFolder } from '../../helpers/temporaryFolder';

it('a question tries a model again that stopped too often, while warming leaves it alone', async () => {
  const home = temporaryFolder();
  const paths = { ...corePaths(home, projectFolder), inferenceWorkerFile: join(home, 'no-such-worker.js') };
  const { core, dispose } = await temporaryCore({ paths }, home);
  const { generation } = core.handlers(cancelledDialogs);
  const ask = async (): Promise<string | undefined> => {
    const { id } = core.conversations.create({ assistantId: null, modelId: null });
    const turn = { type: 'send', parentId: null, text: 'Hello' } as const;
    const { run } = await generation.start({ conversationId: id, turn }, { streamId: id });
    let code: string | undefined;
    await run((part) => {
      if (part.type === 'end') code = part.message.error?.code;
    });
    return code;
  };
  const warm = (): Promise<unknown> =>
    core.generation.warm(core.conversations.create({ assistantId: null, modelId: null }).id);

  for (let failure = 0; failure < 4; failure += 1) {
    await expect(warm()).rejects.toMatchObject({ code: 'worker/start-failed' });
  }
  await expect(warm()).rejects.toMatchObject({ code: 'worker/crash-loop' });
  expect(await ask()).toBe('worker/start-failed');
  await dispose();
});
