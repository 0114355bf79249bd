import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { GenerationPart } from '../../../preload/contract/generation';
import { corePaths } from '../../../main/paths';
import { projectFolder, temporaryCore } from '../../helpers/temporaryCore';
import { temporaryFolder } from '../../helpers/temporaryFolder';

it('a question tries a model again that stopped too often, while warming leaves it alone', async () => {
  const home = temporaryFolder();
  const paths = { ...corePaths(home, projectFolder), inferenceWorkerFile: join(home, 'no-such-worker.js') };
  const { core, dispose } = await temporaryCore({ paths }, home);
  const { generation } = core.handlers({
    fileDialogs: { saveTextFile: () => Promise.resolve(null), openTextFile: () => Promise.resolve(null) },
    chooseModelFile: () => Promise.resolve(null),
  });
  const ask = async (): Promise<string | undefined> => {
    const { id } = core.conversations.create({ assistantId: null, modelId: null });
    const turn = { type: 'send', parentId: null, text: 'Hello' } as const;
    const { run } = await generation.start({ conversationId: id, turn }, { streamId: id });
    const parts: GenerationPart[] = [];
    await run((part) => parts.push(part));
    const end = parts.at(-1);
    return end?.type === 'end' ? end.message.error?.code : undefined;
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
