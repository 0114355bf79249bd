import { Badge } from '@mantine/core';

/** A template's blanks, one badge each. */
export function VariableList({ variables }: { variables: readonly string[] }) {
  return variables.map((variable) => <Badge key={variable}>{variable}</Badge>);
}
