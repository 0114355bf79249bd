import { Paper, Text } from '@mantine/core';
import type { CitedPassage, Grounding } from '../../../../preload/contract/retrieval';
import { formatCount } from '../../../components/formatting';
import { useSearchModels } from '../../knowledge/retrievalQueries';
import { formatMilliseconds, timingSteps } from '../../knowledge/words/recallWords';
import messageClasses from '../messages/MessageRow.module.css';
import { CandidateTable } from './CandidateTable';
import { queryOriginInWords, withoutSearchInWords } from './groundingWords';
import { SentPassages } from './SentPassages';
import classes from './Why.module.css';

interface WhyPanelProps {
  grounding: Grounding;
  onOpen: (passage: CitedPassage) => void;
}

/** What an answer was given of the documents, and why: what was searched, found, dropped and sent. */
export function WhyPanel({ grounding, onOpen }: WhyPanelProps) {
  const { candidates, sent, timings } = grounding;
  return (
    <Paper className={messageClasses.details} withBorder role="group" aria-label="Why these passages">
      <QueryLine grounding={grounding} />
      {candidates.length > 0 && (
        <>
          <Heading>Found</Heading>
          <CandidateTable candidates={candidates} />
        </>
      )}
      <Heading>Given to the model</Heading>
      <BudgetLine grounding={grounding} />
      {sent.length > 0 && <SentPassages sent={sent} onOpen={onOpen} />}
      {timings !== null && (
        <>
          <Heading>Time</Heading>
          <Text size="xs" className={classes.line}>
            {timingSteps(timings)
              .map(({ step, duration }) => `${step} ${formatMilliseconds(duration)}`)
              .join(' · ')}
          </Text>
        </>
      )}
    </Paper>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <Text size="xs" fw={600} className={classes.heading} component="h3">
      {children}
    </Text>
  );
}

function QueryLine({ grounding }: { grounding: Grounding }) {
  const { query, queryOrigin, embedderId } = grounding;
  const { data: searchModels } = useSearchModels();
  const embedder = searchModels?.find(({ id }) => id === embedderId)?.name;
  if (query === null) {
    return (
      <Text size="xs" className={classes.line}>
        {withoutSearchInWords(grounding)}
      </Text>
    );
  }
  return (
    <>
      <Heading>Searched for</Heading>
      <Text size="sm" className={classes.query}>
        {query}
      </Text>
      <Text size="xs" className={classes.line}>
        {queryOriginInWords(queryOrigin)}
        {embedder !== undefined && ` Turned into a vector by ${embedder}.`}
      </Text>
    </>
  );
}

function BudgetLine({
  grounding: { budgetTokens, usedTokens, sent, isNothingRelevant },
}: {
  grounding: Grounding;
}) {
  const passages = `${formatCount(sent.length)} ${sent.length === 1 ? 'passage' : 'passages'}`;
  const share = budgetTokens === 0 ? 0 : Math.min(100, (usedTokens / budgetTokens) * 100);
  const words = isNothingRelevant
    ? 'Nothing: no passage was close enough to the question.'
    : `${passages}, ${formatCount(usedTokens)} of at most ${formatCount(budgetTokens)} tokens.`;
  return (
    <>
      <Text size="xs" className={classes.line}>
        {words}
      </Text>
      <div className={classes.track} aria-hidden>
        <div className={classes.fill} data-tone="sent" style={{ width: `${share}%` }} />
      </div>
    </>
  );
}
