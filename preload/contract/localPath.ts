import { z } from 'zod';

/** Absolute and on a disk of this computer: a path to a share would make the system sign in there. */
export const localPathSchema = z
  .string()
  .max(4096)
  .regex(/^(?:\/(?!\/)|[A-Za-z]:[\\/])/, 'The path must be absolute and on this computer.');
