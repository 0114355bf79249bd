// In a cascade layer, as the library's other styles.
import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import type { RecallRun } from '../../../../preload/contract/retrieval';
import { formatScore } from '../../chat/grounding/groundingWords';
import { formatShare, hitRate } from '../words/recallWords';
import classes from './recall.module.css';

/** More points than this are no longer told apart. */
const mostRuns = 100;

const time = new Intl.DateTimeFormat('en', { timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** Hit rate and mean reciprocal rank of each run, oldest first. */
export default function RecallChart({ runs }: { runs: readonly RecallRun[] }) {
  const shown = runs.slice(-mostRuns);
  const points = shown.map((run, index) => ({
    index,
    'Hit rate': hitRate(run) ?? 0,
    'Mean rank score': run.meanReciprocalRank,
  }));
  const tick = isOneDay(shown) ? time : day;
  const runAt = (index: unknown): RecallRun | undefined => shown[Number(index)];
  return (
    <figure className={classes.chart} role="img" aria-label={chartInWords(shown)}>
      <LineChart
        className={classes.chartSpace}
        data={points}
        dataKey="index"
        curveType="linear"
        withLegend
        // Each series has a dash and a colour of its own, so that it is told apart without colours too.
        series={[
          { name: 'Hit rate', color: 'clay.6' },
          { name: 'Mean rank score', color: 'moss.6', strokeDasharray: '5 3' },
        ]}
        yAxisProps={{ domain: [0, 1], ticks: [0, 0.5, 1], width: 30, tickFormatter: String }}
        xAxisProps={{
          interval: 'preserveStartEnd',
          minTickGap: 24,
          tickFormatter: (index: unknown) => format(tick, runAt(index)),
        }}
        tooltipProps={{ labelFormatter: (index: unknown) => format(moment, runAt(index)) }}
        valueFormatter={formatScore}
        lineChartProps={{ accessibilityLayer: false }}
        lineProps={{ isAnimationActive: false }}
      />
    </figure>
  );
}

function isOneDay(runs: readonly RecallRun[]): boolean {
  const days = new Set(runs.map(({ createdAt }) => new Date(createdAt).toDateString()));
  return days.size <= 1;
}

function format(formatter: Intl.DateTimeFormat, run: RecallRun | undefined): string {
  return run === undefined ? '' : formatter.format(run.createdAt);
}

/** The chart for those who do not see it; the table of runs has every number. */
function chartInWords(runs: readonly RecallRun[]): string {
  const ends = [runs[0], runs.at(-1)].map((run) => {
    const rate = run === undefined ? null : hitRate(run);
    return `${rate === null ? 'none' : formatShare(rate)} and ${formatScore(run?.meanReciprocalRank ?? null)}`;
  });
  return `Hit rate and mean rank score over ${runs.length} runs: at first ${ends[0]}, now ${ends[1]}.`;
}
