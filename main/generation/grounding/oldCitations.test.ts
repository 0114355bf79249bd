import { expect, it } from 'vitest';
import type { Message } from '../../../preload/contract/conversations';
import { sampleAnswer, sampleMessage, sampleProvenance } from '../../../test/helpers/renderer/sampleChat';
import { sampleGrounding } from '../../../test/helpers/renderer/sampleGrounding';
import { withoutOldCitations } from './oldCitations';

function answer(text: string, grounding = sampleGrounding()): Message {
  return sampleAnswer('m2', 'm1', { text, provenance: sampleProvenance({ grounding }) });
}

function remembered(history: Message[], continuesLastMessage = false): string[] {
  return withoutOldCitations(history, continuesLastMessage).map(({ text }) => text);
}

it('an earlier answer is remembered without its citations, its code as it was', () => {
  const history = [answer('It costs 40 [1][2]. Take `prices[1]`.')];
  expect(remembered(history)).toEqual(['It costs 40. Take `prices[1]`.']);
});

it('what the user wrote, and an answer that was drawn from no documents, stay as they are', () => {
  const history = [
    sampleMessage('m1', null, { text: 'What does note [1] say?' }),
    sampleAnswer('m2', 'm1', { text: 'See [1].', provenance: sampleProvenance({ grounding: null }) }),
  ];
  expect(remembered(history)).toEqual(['What does note [1] say?', 'See [1].']);
});

it('an answer that is carried on keeps its citations: their passages are in the prompt again', () => {
  const history = [answer('It costs 40 [1].'), answer('And the hose [1]')];
  expect(remembered(history, true)).toEqual(['It costs 40.', 'And the hose [1]']);
});
