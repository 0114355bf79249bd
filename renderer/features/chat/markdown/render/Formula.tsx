import { useLayoutEffect, useMemo, useRef } from 'react';
import classes from './Formula.module.css';
import { createLazyModule } from './lazyModule';
import { ScrollRegion } from './ScrollRegion';

const useFormulaBuilder = createLazyModule(() => import('./formulaBuilder'));

interface FormulaProps {
  tex: string;
  /** Stands on lines of its own. */
  isDisplay: boolean;
  /** The end of the formula has not been written, so only its source can be shown. Default false. */
  isUnclosed?: boolean;
}

/** A formula, drawn by KaTeX; its TeX source until KaTeX has been loaded and when it cannot be drawn. */
export function Formula({ tex, isDisplay, isUnclosed = false }: FormulaProps) {
  const builder = useFormulaBuilder();
  const container = useRef<HTMLSpanElement>(null);
  const formula = useMemo(
    () => (builder && !isUnclosed ? builder.buildFormula(tex, isDisplay) : null),
    [builder, tex, isDisplay, isUnclosed],
  );
  const drawable = formula && 'toNode' in formula ? formula : null;

  useLayoutEffect(() => {
    if (drawable) container.current?.replaceChildren(drawable.toNode());
  }, [drawable]);

  if (!drawable) {
    const error = formula && 'error' in formula ? formula.error : undefined;
    return (
      <code className={isDisplay ? classes.displaySource : classes.source} title={error}>
        {tex}
      </code>
    );
  }
  const drawn = <span ref={container} className={classes.drawn} />;
  if (!isDisplay) return drawn;
  return (
    <ScrollRegion as="span" label="Formula" className={classes.display}>
      {drawn}
    </ScrollRegion>
  );
}
