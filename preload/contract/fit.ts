import { z } from 'zod';

/** What this computer offers a model. Sizes in bytes. */
export const machineSchema = z.object({
  ramTotalBytes: z.number(),
  /** What programs can still take without pushing others out. */
  ramAvailableBytes: z.number(),
  physicalCores: z.number(),
  /** Graphics devices that llama.cpp can use, in its order; empty where there is none. */
  devices: z.array(z.string()),
  vramTotalBytes: z.number(),
  vramFreeBytes: z.number(),
  /** Free space where models are kept. */
  diskFreeBytes: z.number(),
});
export type Machine = z.infer<typeof machineSchema>;

/** Whether a model runs well here, with the numbers behind the word. */
export const fitSchema = z.object({
  verdict: z.enum(['fits', 'slow', 'too-large']),
  /** One sentence with the numbers that decided. */
  reason: z.string(),
  /** Memory for the weights and a context of `contextSize` tokens. */
  ramBytes: z.number(),
  vramBytes: z.number(),
  contextSize: z.number(),
  /** How fast it should write, judged from what models did here before; null before the first answer. */
  tokensPerSecond: z.number().nullable(),
  /** `measured` by llama.cpp on the file itself, or `calculated` from the catalogue's facts before a download. */
  basis: z.enum(['measured', 'calculated']),
});
export type Fit = z.infer<typeof fitSchema>;
