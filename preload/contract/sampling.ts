import { z } from 'zod';

/**
 * How the next token is drawn. Ranges are those llama.cpp accepts without degenerate output; `maxTokens` null means
 * "until the model ends or the window is full"; `seed` null means a fresh random one for each answer.
 */
export const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1),
  topK: z.number().int().min(0).max(500),
  minP: z.number().min(0).max(1),
  repeatPenalty: z.number().min(1).max(2),
  maxTokens: z.number().int().min(1).max(131_072).nullable(),
  seed: z.number().int().min(0).max(4_294_967_295).nullable(),
});
export type Sampling = z.infer<typeof samplingSchema>;

/** Calm defaults that suit small chat models. */
export const defaultSampling: Sampling = {
  temperature: 0.7,
  topP: 0.95,
  topK: 40,
  minP: 0.05,
  repeatPenalty: 1.1,
  maxTokens: null,
  seed: null,
};
