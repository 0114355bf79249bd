import type { ComparisonSetup } from '../../../../preload/contract/comparisons';
import classes from '../compare.module.css';
import { changeDraft } from '../compareStore';
import { fewestSetups } from '../words/setups';
import { SetupColumn } from './SetupColumn';

/** Who is asked: two to four columns. */
export function SetupColumns({ setups }: { setups: readonly ComparisonSetup[] }) {
  return (
    <div className={classes.setups}>
      {setups.map((setup, index) => (
        <SetupColumn
          // A column is its place: it has no other name.
          key={index}
          number={index + 1}
          setup={setup}
          onChange={(changed) => changeDraft({ setups: setups.with(index, changed) })}
          onRemove={
            setups.length > fewestSetups ? () => changeDraft({ setups: setups.toSpliced(index, 1) }) : null
          }
        />
      ))}
    </div>
  );
}
