import type { FormErrors } from '@mantine/form';
import { z } from 'zod';

// The page's policy refuses generated code, so the schema library must not even try it.
z.config({ jitless: true });

/** Checks a form's values with a schema of the contract; the errors are by field path, in words. */
export function validateWith(schema: z.ZodType): (values: unknown) => FormErrors {
  return (values) => {
    const result = schema.safeParse(values);
    if (result.success) return {};
    return Object.fromEntries(result.error.issues.map((issue) => [issue.path.join('.'), issueWords(issue)]));
  };
}

function issueWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.origin === 'string') return 'Please fill this in.';
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return `At most ${Number(issue.maximum).toLocaleString('en')} characters.`;
  }
  if (issue.code === 'too_small') return `At least ${String(issue.minimum)}.`;
  if (issue.code === 'too_big') return `At most ${String(issue.maximum)}.`;
  return 'This value does not fit here.';
}
