import type { ReactNode } from 'react';
import classes from './FactGrid.module.css';
import { HelpHint } from './HelpHint';

/** Facts about one thing side by side, each under its name; as many columns as there is room for. */
export function FactGrid({ children }: { children: ReactNode }) {
  return <dl className={classes.grid}>{children}</dl>;
}

interface FactProps {
  label: string;
  /** Explains the label in plain words, behind a question mark. */
  help?: ReactNode;
  /** Takes the whole row, for a sentence or a path. */
  isWide?: boolean;
  children: ReactNode;
}

export function Fact({ label, help, isWide = false, children }: FactProps) {
  return (
    <div className={classes.fact} data-wide={isWide || undefined}>
      <dt className={classes.label}>
        {label} {help !== undefined && <HelpHint term={label}>{help}</HelpHint>}
      </dt>
      <dd className={classes.value}>{children}</dd>
    </div>
  );
}
