import { Alert, Button, EmptyState, Stack, Text } from '@mantine/core';
import { IconListSearch, IconZoomQuestion } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { KnowledgeScope } from '../../../../preload/contract/knowledge';
import type { Candidate, SearchTimings } from '../../../../preload/contract/retrieval';
import { HelpHint } from '../../../components/HelpHint';
import { highestScore } from '../../chat/grounding/groundingWords';
import { passagesInWords } from '../words/stateWords';
import { queryPattern } from '../words/queryWords';
import { formatMilliseconds, timingSteps } from '../words/recallWords';
import { CandidateCard } from './CandidateCard';
import classes from './recall.module.css';
import type { QuestionDraft } from './SaveQuestionDialog';

interface SearchOutcomeProps {
  /** What the outcome is of; undefined before the first search. */
  searched: { query: string; scope: KnowledgeScope } | undefined;
  outcome: { candidates: Candidate[]; isNothingRelevant: boolean; timings: SearchTimings } | undefined;
  isSearching: boolean;
  onSave: (draft: QuestionDraft) => void;
}

/** What a search found, best first, with its scores and how long each step took. */
export function SearchOutcome({ searched, outcome, isSearching, onSave }: SearchOutcomeProps) {
  if (searched === undefined || outcome === undefined) {
    return isSearching ? null : (
      <EmptyState
        size="sm"
        py="xl"
        icon={<IconListSearch aria-hidden />}
        title="See what a search finds"
        description="Type a question: the passages an answer would be drawn from are listed here with their scores. No model is asked."
      />
    );
  }
  const { candidates, isNothingRelevant, timings } = outcome;
  return (
    <div aria-busy={isSearching}>
      {isNothingRelevant ? (
        <NothingRelevant hasCandidates={candidates.length > 0} />
      ) : (
        <Text size="sm" role="status" className={classes.found}>
          {foundWords(candidates)}
        </Text>
      )}
      <Timings timings={timings} />
      {candidates.length > 0 && <Ranking candidates={candidates} searched={searched} onSave={onSave} />}
    </div>
  );
}

function foundWords(candidates: readonly Candidate[]): string {
  const good = candidates.filter(({ outcome }) => outcome === 'sent' || outcome === 'joined').length;
  return `${passagesInWords(good)} found`;
}

function Timings({ timings }: { timings: SearchTimings }) {
  return (
    <dl className={classes.timings} aria-label="How long it took">
      {timingSteps(timings).map(({ step, duration }) => (
        <div key={step}>
          <dt>{step}</dt>
          <dd>{formatMilliseconds(duration)}</dd>
        </div>
      ))}
    </dl>
  );
}

function NothingRelevant({ hasCandidates }: { hasCandidates: boolean }) {
  return (
    <Alert
      color="gray"
      icon={<IconZoomQuestion aria-hidden />}
      title="Nothing relevant found"
      mt="md"
      mb="xs"
    >
      <Text size="sm">
        No passage is close enough to the question, so an answer would say so instead of guessing.
        {hasCandidates
          ? ' The nearest ones are listed below.'
          : ' Try other words, another collection, or look whether the file has been read.'}
      </Text>
    </Alert>
  );
}

/** As many as anyone looks at first. */
const shownAtFirst = 10;

function Ranking({
  candidates,
  searched,
  onSave,
}: {
  candidates: readonly Candidate[];
  searched: { query: string; scope: KnowledgeScope };
  onSave: (draft: QuestionDraft) => void;
}) {
  const [isWhole, setWhole] = useState(false);
  const pattern = useMemo(() => queryPattern(searched.query), [searched.query]);
  const highest = {
    fullText: highestScore(candidates.map(({ fullTextScore }) => fullTextScore)),
    rerank: highestScore(candidates.map(({ rerankScore }) => rerankScore)),
  };
  const shown = isWhole ? candidates : candidates.slice(0, shownAtFirst);
  return (
    <>
      <ScoreLegend />
      <Stack component="ol" gap="sm" className={classes.ranking}>
        {shown.map((candidate, index) => (
          <li key={`${candidate.documentId}:${candidate.ordinal}`}>
            <CandidateCard
              rank={index + 1}
              candidate={candidate}
              pattern={pattern}
              highest={highest}
              onSave={() =>
                onSave({
                  question: searched.query,
                  scope: searched.scope,
                  expected: { id: candidate.documentId, name: candidate.documentName },
                })
              }
            />
          </li>
        ))}
      </Stack>
      {candidates.length > shownAtFirst && (
        <Button mt="sm" variant="default" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show all ${candidates.length}`}
        </Button>
      )}
    </>
  );
}

function ScoreLegend() {
  return (
    <Text size="xs" c="dimmed" mb="xs">
      Scores&nbsp;
      <HelpHint term="Scores">
        Meaning: how close the passage’s vector is to the question’s, 1 is the same. Words: how well the words
        match (BM25); it has no upper end, so its bar compares it with the best one here. Together: both,
        mixed; passages are ranked by it. Reranked: what the reranker makes of question and passage read
        together.
      </HelpHint>
    </Text>
  );
}
