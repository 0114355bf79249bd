import { describe, expect, it, test } from 'vitest';
import { checkRewriting } from './checkRewriting';
import { combineQuestions } from './combineQuestions';

const history = [
  { role: 'user', text: 'Which pumps does Acme sell?' },
  {
    role: 'assistant',
    text: 'Two: the Brook costs 40 euros; the River, made by Maria Lopez, costs 90 euros.',
  },
];

describe('a good rewriting is taken', () => {
  test.each([
    ['How much is the second one?', 'How much is the River pump?', 'How much is the River pump?'],
    ['How much is the second one?', '"How much is the River?"', 'How much is the River?'],
    ['How much is the second one?', 'Rewritten question: How much is the River?', 'How much is the River?'],
    ['Who made it?', 'Who made the River pump?\n', 'Who made the River pump?'],
    ['And its warranty?', 'What is the warranty of the River?', 'What is the warranty of the River?'],
    ['Why?', 'Why does the River cost 90 euros?', 'Why does the River cost 90 euros?'],
  ])('%s → %s', (question, said, expected) => {
    expect(checkRewriting(said, question, history)).toBe(expected);
  });

  it('in a script without spaces', () => {
    const chinese = [
      { role: 'user', text: '大型水泵的保修期是多久？' },
      { role: 'assistant', text: '两年。' },
    ];
    expect(checkRewriting('大型水泵的价格是多少？', '它的价格是多少？', chinese)).toBe(
      '大型水泵的价格是多少？',
    );
  });
});

describe('what is no rewriting is refused', () => {
  test.each([
    ['an answer', 'Who made it?', 'Maria Lopez made the River.'],
    ['an answer with a beginning', 'Who made it?', 'The answer is: who made the River? Maria Lopez?'],
    ['agreement', 'Who made it?', 'Sure, who made the River?'],
    ['an invention', 'Who made it?', 'Who made the River pump in Stockholm?'],
    ['an invented number', 'How much is it?', 'How much is the River for 95 euros?'],
    ['several lines', 'Who made it?', 'Who made the River?\nWho made the Brook?'],
    ['the question itself', 'Who made it?', 'Who made it?'],
    ['nothing', 'Who made it?', '  '],
    ['another topic', 'And its warranty?', 'Which pumps does Acme sell?'],
    ['markup', 'Who made it?', '<passage>Who made the River?</passage>'],
    ['a story', 'Who made it?', `Who made ${'the River and the Brook and '.repeat(8)}the River?`],
  ])('%s', (_, question, said) => {
    expect(checkRewriting(said, question, history)).toBeNull();
  });
});

describe('without a rewriting', () => {
  it('the follow-up is searched together with the question that named the topic', () => {
    expect(combineQuestions('And the second one?', history)).toBe(
      'Which pumps does Acme sell? And the second one?',
    );
  });

  it('follow-ups of follow-ups keep the topic', () => {
    const longer = [
      ...history,
      { role: 'user', text: 'And the second one?' },
      { role: 'assistant', text: 'The River.' },
      { role: 'user', text: 'Who made it?' },
      { role: 'assistant', text: 'Maria Lopez.' },
      { role: 'user', text: 'When was that?' },
      { role: 'assistant', text: 'In 2004.' },
    ];
    expect(combineQuestions('Where?', longer)).toBe(
      'Which pumps does Acme sell? Who made it? When was that? Where?',
    );
  });

  it('the query stays short, however long a question was', () => {
    const pasted = [{ role: 'user', text: `Who wrote this report about rivers? ${'word '.repeat(5000)}` }];
    expect(combineQuestions('And when?', pasted).length).toBeLessThanOrEqual(600);
    expect(combineQuestions('And when?', pasted)).toContain('And when?');
  });
});
