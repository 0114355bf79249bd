import { expect, it } from 'vitest';
import { buildPrompt } from './prompt';

it('puts the system prompt first and the turns in order', () => {
  expect(
    buildPrompt('Be brief.', [
      { role: 'user', text: 'Hello' },
      { role: 'assistant', text: 'Hi' },
    ]),
  ).toEqual([
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: 'Hi' },
  ]);
});

it('sends no system message for a blank system prompt', () => {
  expect(buildPrompt('  \n', [{ role: 'user', text: 'Hello' }])).toEqual([{ role: 'user', text: 'Hello' }]);
});
