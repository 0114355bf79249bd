/**
 * Questions that a small model answers at length. Each pair of runs gets one of its own, so that neither peer finds
 * the question in its memory from the run before.
 */
export const questions = [
  'Write a long story about a lighthouse keeper who repairs clocks for the ships that pass by at night.',
  'Explain in detail how a sailing boat can move against the wind, step by step, for a curious child.',
  'Describe a walk through an old market town in autumn, with its smells, sounds, people and small shops.',
  'Give a thorough introduction to growing tomatoes on a balcony, from the seed to the harvest.',
  'Tell the history of a fictional mountain railway, its builders, its accidents and its last journey.',
  'Explain how bread is made from flour, water, salt and yeast, and what happens in each of the steps.',
  'Write a detailed letter from a scientist in Antarctica to her family about the long polar night.',
  'Describe how a library could be reorganised so that visitors find books that they did not look for.',
  'Explain to a beginner how to choose a bicycle, what each of its parts does and how to care for it.',
  'Write a long dialogue between a river and a bridge about everything they have seen pass.',
  'Describe the work of a beekeeper through the four seasons of the year, month after month.',
  'Explain in detail why the sky is blue in the daytime and red in the evening, with simple examples.',
];

export const warmUpQuestion =
  'Write a long description of a garden in the early morning after a night of rain.';
