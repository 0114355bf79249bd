import { expect, it } from 'vitest';
import { RecordingLanguageModel } from '../../helpers/recordingLanguageModel';
import { temporaryCore } from '../../helpers/temporaryCore';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const slowly = () => new RecordingLanguageModel(() => ({ pieces: ['one ', 'two '], delayMs: 150 }));

it('a second core leaves the answers of the first alone', async () => {
  const home = temporaryFolder();
  const first = await temporaryCore({ languageModelFor: slowly }, home);
  const { id } = first.core.conversations.create({ assistantId: null, modelId: null });
  const answering = first.core.generation
    .start(id, { type: 'send', parentId: null, text: 'Count' })
    .run(() => undefined);
  const second = await temporaryCore({}, home);
  expect(second.core.conversations.messages(id).at(-1)?.status).toBe('streaming');
  expect((await answering).status).toBe('complete');
  await second.dispose({ keep: true });
  await first.dispose({ keep: true });
});

it('a core takes over when the keeper of the folder has ended, and spares its own answer', async () => {
  const home = temporaryFolder();
  const keeper = await temporaryCore({ languageModelFor: slowly }, home);
  const { id: abandoned } = keeper.core.conversations.create({ assistantId: null, modelId: null });
  // Committed, but never answered: as if its process had ended here.
  keeper.core.generation.start(abandoned, { type: 'send', parentId: null, text: 'Lost' });

  const heir = await temporaryCore({ languageModelFor: slowly, leaseRetryMs: 50 }, home);
  const { id: own } = heir.core.conversations.create({ assistantId: null, modelId: null });
  const answering = heir.core.generation
    .start(own, { type: 'send', parentId: null, text: 'Count' })
    .run(() => undefined);
  keeper.core.houseKeeper.dispose();
  const statusOf = (id: string) => heir.core.conversations.messages(id).at(-1)?.status;
  await expect.poll(() => statusOf(abandoned)).toBe('interrupted');
  expect((await answering).status).toBe('complete');
  await heir.dispose({ keep: true });
});

it('a core that keeps nothing never takes the lease', async () => {
  const home = temporaryFolder();
  const asking = await temporaryCore({ isEphemeral: true }, home);
  const window = await temporaryCore({ languageModelFor: slowly }, home);
  const { id } = window.core.conversations.create({ assistantId: null, modelId: null });
  window.core.generation.start(id, { type: 'send', parentId: null, text: 'Lost' });
  expect(window.core.houseKeeper.isKeeper).toBe(true);
  await asking.dispose({ keep: true });
});
