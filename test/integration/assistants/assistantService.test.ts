import { describe, expect, test } from 'vitest';
import { assistantHandlers } from '../../../main/assistants/assistantHandlers';
import { promptTemplateHandlers } from '../../../main/promptTemplates/promptTemplateHandlers';
import { sqliteDriverNames } from '../../../main/storage/sqliteDriver';
import { assistantSchema } from '../../../preload/contract/assistants';
import { promptTemplateSchema } from '../../../preload/contract/promptTemplates';
import { defaultSampling } from '../../../preload/contract/sampling';
import { openTestServices } from '../../helpers/testServices';

const assistantDraft = {
  name: 'Rhymer',
  description: 'Rhymes.',
  systemPrompt: 'Rhyme every answer.',
  sampling: { ...defaultSampling, temperature: 1.2, seed: 7, maxTokens: 100 },
};
const templateDraft = { name: 'Greet', text: 'Say hello to {{name}} in {{language}}.' };

describe.each(sqliteDriverNames)('with %s', (driver) => {
  test('an assistant is made, changed and deleted', async () => {
    const { assistants, clock } = await openTestServices({ driver });
    const handlers = assistantHandlers(assistants);
    const created = handlers.create(assistantDraft);
    expect(assistantSchema.parse(created)).toEqual({
      ...assistantDraft,
      id: created.id,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    clock.advance(5);
    const changed = handlers.update({ id: created.id, draft: { ...assistantDraft, name: 'apprentice' } });
    expect(changed).toEqual({ ...created, name: 'apprentice', updatedAt: clock.now() });
    expect(handlers.list().map((each) => each.name)).toEqual([
      'apprentice',
      'Careful editor',
      'Patient teacher',
      'Plain helper',
    ]);
    expect(handlers.delete({ id: created.id })).toBeNull();
    for (const use of [
      () => assistants.get(created.id),
      () => handlers.update({ id: created.id, draft: assistantDraft }),
      () => handlers.delete({ id: created.id }),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: 'assistant/not-found' }));
    }
  });

  test('a first assistant or template that was deleted does not come back', async () => {
    const services = await openTestServices({ driver });
    for (const { id } of services.assistants.list()) services.assistants.delete(id);
    for (const { id } of services.promptTemplates.list()) services.promptTemplates.delete(id);
    services.database.close();
    const reopened = await openTestServices({ driver, folder: services.folder });
    expect(reopened.assistants.list()).toEqual([]);
    expect(reopened.promptTemplates.list()).toEqual([]);
  });

  test('a template is made, changed and deleted', async () => {
    const { promptTemplates, clock } = await openTestServices({ driver });
    const handlers = promptTemplateHandlers(promptTemplates);
    const created = handlers.create(templateDraft);
    expect(promptTemplateSchema.parse(created)).toEqual({
      ...templateDraft,
      id: created.id,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    clock.advance(5);
    const changed = handlers.update({ id: created.id, draft: { ...templateDraft, text: 'Hello {{name}}' } });
    expect(changed).toEqual({ ...created, text: 'Hello {{name}}', updatedAt: clock.now() });
    expect(handlers.list()).toContainEqual(changed);
    expect(handlers.delete({ id: created.id })).toBeNull();
    for (const use of [
      () => handlers.update({ id: created.id, draft: templateDraft }),
      () => handlers.delete({ id: created.id }),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: 'template/not-found' }));
    }
  });
});
