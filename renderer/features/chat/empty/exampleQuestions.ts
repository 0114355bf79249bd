export interface ExampleQuestion {
  title: string;
  /** What is sent when it is chosen. */
  question: string;
}

/** Things that a small model does well, from four corners of everyday life. */
export const exampleQuestions: readonly ExampleQuestion[] = [
  {
    title: 'Explain something',
    question: 'Explain in simple words why the sky is blue.',
  },
  {
    title: 'Write a short note',
    question: 'Write a short, friendly note that thanks a colleague for their help this week.',
  },
  {
    title: 'Find ideas',
    question: 'Give me five ideas for a rainy Sunday at home.',
  },
  {
    title: 'Make a list',
    question: 'Make a packing list for a three-day hike in autumn.',
  },
];
