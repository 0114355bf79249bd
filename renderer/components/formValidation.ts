import type { FormErrors } from '@mantine/form';

/** What a form needs of a schema of the contract. */
export interface FormSchema {
  safeParse: (values: unknown) => { success: boolean; error?: { issues: readonly FormIssue[] } | undefined };
}

interface FormIssue {
  code?: string | undefined;
  path: readonly PropertyKey[];
  /** The kind of value that is too small or too big. */
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
}

/** Checks a form's values with a schema of the contract; the errors are by field path, in words. */
export function validateWith(schema: FormSchema): (values: unknown) => FormErrors {
  return (values) => {
    const issues = schema.safeParse(values).error?.issues ?? [];
    return Object.fromEntries(issues.map((issue) => [issue.path.map(String).join('.'), issueWords(issue)]));
  };
}

function issueWords({ code, origin, minimum, maximum }: FormIssue): string {
  if (code === 'too_small')
    return origin === 'string' ? 'Please fill this in.' : `At least ${String(minimum)}.`;
  if (code === 'too_big') {
    const most = Number(maximum).toLocaleString('en');
    return origin === 'string' ? `At most ${most} characters.` : `At most ${most}.`;
  }
  return 'This value does not fit here.';
}
