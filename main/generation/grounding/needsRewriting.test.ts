import { describe, expect, it, test } from 'vitest';
import { needsRewriting } from './needsRewriting';

const history = [
  { role: 'user', text: 'What does the Acme pump cost?' },
  { role: 'assistant', text: 'There are two: the small one costs 40 euros, the large one 90 euros.' },
];

const followUps = [
  'And the second one?',
  'and the second one',
  'What about the large one?',
  'How about Germany?',
  'Why?',
  'How much is it?',
  'When was she born?',
  'Who wrote them?',
  'What are their names?',
  'Which one is cheaper?',
  'Which is cheaper?',
  'Can you explain that?',
  'What does that mean?',
  'Tell me more',
  'Give me an example.',
  'What else does the warranty cover?',
  'In French, please',
  'For part-time employees?',
  'And in 2021?',
  'How is this different from the old model?',
  'Is the other available in blue?',
  'Does the manager have to approve it?',
  'Could you elaborate on the last?',
  'What did you mention before? You said something about a discount',
  'Same question for the large pump',
  'Und der zweite?',
  'Was kostet er?',
  'Wie funktioniert das?',
  'Was ist damit gemeint, kurz gesagt?',
  'Und in Österreich?',
  'Et la deuxième ?',
  'Combien coûte celle-là en Allemagne ?',
  'Quelle est sa garantie ?',
  '¿Y el segundo?',
  '¿Cuánto cuesta ella con su garantía?',
  'E il secondo?',
  'E quanto pesa?',
  'E o segundo?',
  'Quanto custa isso no Brasil?',
  'En de tweede?',
  'Hoeveel weegt hij ongeveer?',
  'А второй насос?',
  'Сколько он весит?',
  '第二个呢？',
  '它多少钱？',
  'それはいくらですか？',
];

const standAlone = [
  'What does the Acme pump cost?',
  'What is photosynthesis?',
  'Who was Napoleon Bonaparte?',
  'How many vacation days does a new employee get?',
  'What is the notice period for tenants?',
  'Is it possible to return a used pump?',
  'How long does it take to deliver the pump?',
  'Summarize this document',
  'What is this contract about, in terms of liability?',
  'Which documents mention the warranty?',
  'What is a cache and how does it work?',
  'List the suppliers that deliver pumps to Berlin.',
  'When the tank is full, does it stop?',
  'Where is the head office of Acme?',
  'Compare the small pump with the large pump',
  'In what year did Acme move to Berlin?',
  'How do I configure the proxy of the server?',
  'Is there a warranty for pumps?',
  'Wie lange ist die Garantie der großen Pumpe?',
  'Gibt es eine Garantie für Pumpen?',
  'Können Sie mir die Adresse von Acme nennen?',
  'Welche Lieferanten liefern Pumpen nach Berlin?',
  'Quelle est la garantie de la grande pompe ?',
  'Y a-t-il une garantie pour les pompes ?',
  '¿Cuál es la garantía de la bomba grande?',
  'Qual è la garanzia della pompa grande?',
  'Qual é a garantia da bomba grande?',
  'Wat is de garantie van de grote pomp?',
  'Какая гарантия у большого насоса?',
  '大型水泵的保修期是多久？',
  '大型ポンプの保証期間はどのくらいですか？',
];

describe('a question that leans on the conversation is recognised', () => {
  test.each(followUps)('%s', (question) => {
    expect(needsRewriting(question, history)).toBe(true);
  });
});

describe('a question that stands alone is searched as it was asked', () => {
  test.each(standAlone)('%s', (question) => {
    expect(needsRewriting(question, history)).toBe(false);
  });
});

it('a long question has said what it is about, whatever it is made of', () => {
  expect(needsRewriting(`And this: ${'word '.repeat(200)}`, history)).toBe(false);
  expect(needsRewriting(`in ${'a'.repeat(1_000_000)}!x`, history)).toBe(false);
});

it('the first question of a conversation is never rewritten', () => {
  for (const question of [...followUps, ...standAlone]) expect(needsRewriting(question, [])).toBe(false);
});
