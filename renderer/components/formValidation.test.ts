import { describe, expect, it } from 'vitest';
import { assistants } from '../../preload/contract/assistants';
import { promptTemplates } from '../../preload/contract/promptTemplates';
import { defaultSampling } from '../../preload/contract/sampling';
import { validateWith } from './formValidation';

const validateAssistant = validateWith(assistants.create.input);
const draft = { name: 'Teacher', description: '', systemPrompt: '', sampling: defaultSampling };

describe('form validation', () => {
  it('has nothing against what the contract accepts', () => {
    expect(validateAssistant(draft)).toEqual({});
  });

  it('asks for a field that must not be blank', () => {
    expect(validateAssistant({ ...draft, name: '   ' })).toEqual({ name: 'Please fill this in.' });
    expect(validateWith(promptTemplates.create.input)({ name: 'A', text: '' })).toEqual({
      text: 'Please fill this in.',
    });
  });

  it('says how long a text may be', () => {
    expect(validateAssistant({ ...draft, description: 'x'.repeat(501) })).toEqual({
      description: 'At most 500 characters.',
    });
  });

  it('names a number inside by its path, with its limit', () => {
    const sampling = { ...defaultSampling, temperature: 3 };
    expect(validateAssistant({ ...draft, sampling })).toEqual({ 'sampling.temperature': 'At most 2.' });
  });
});
