import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Candidate } from '../../../../preload/contract/retrieval';
import { outcomeWords } from '../../knowledge/words/recallWords';
import { showSource } from '../../sourceViewer/sourceViewerStore';
import { fileNameOf, placeInWords } from '../../sourceViewer/placeWords';
import { ScrollRegion } from '../markdown/render/ScrollRegion';
import { barPercent, formatScore, highestScore } from './groundingWords';
import classes from './Why.module.css';

const shownAtFirst = 12;

/** Every passage the search found, best first, with its scores as bars and what became of it. */
export function CandidateTable({ candidates }: { candidates: readonly Candidate[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? candidates : candidates.slice(0, shownAtFirst);
  const hasRerank = candidates.some(({ rerankScore }) => rerankScore !== null);
  const highest = {
    fullText: highestScore(candidates.map(({ fullTextScore }) => fullTextScore)),
    rerank: highestScore(candidates.map(({ rerankScore }) => rerankScore)),
  };
  return (
    <>
      <ScrollRegion label="Passages found" className={classes.scroller}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Passage</th>
              <th scope="col" title="Closeness of question and passage, 1 is the same">
                Meaning
              </th>
              <th scope="col" title="Words they share (BM25)">
                Words
              </th>
              <th scope="col" title="Both together, what they are ranked by">
                Together
              </th>
              {hasRerank && (
                <th scope="col" title="What the reranker makes of the pair">
                  Reranked
                </th>
              )}
              <th scope="col">What became of it</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((candidate) => (
              <CandidateRow
                key={`${candidate.documentId}:${candidate.ordinal}`}
                candidate={candidate}
                highestFullText={highest.fullText}
                highestRerank={hasRerank ? highest.rerank : null}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {candidates.length > shownAtFirst && (
        <Button
          mt={6}
          size="compact-xs"
          variant="default"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Show fewer' : `Show all ${candidates.length}`}
        </Button>
      )}
    </>
  );
}

interface CandidateRowProps {
  candidate: Candidate;
  highestFullText: number;
  /** Null: nothing was reranked. */
  highestRerank: number | null;
}

function CandidateRow({ candidate, highestFullText, highestRerank }: CandidateRowProps) {
  const { documentId, documentName, ordinal, place, text, outcome, citation } = candidate;
  const words = placeInWords(place);
  const isIn = outcome === 'sent' || outcome === 'joined';
  const became = outcomeWords[outcome] ?? 'sent';
  return (
    <tr data-out={!isIn || undefined}>
      <td>
        <button
          type="button"
          className={classes.open}
          title={text}
          onClick={() => showSource({ documentId, ordinal })}
        >
          {fileNameOf(documentName)}
        </button>
        <div className={classes.place}>{words === '' ? `passage ${ordinal + 1}` : words}</div>
      </td>
      <Score score={candidate.similarity} highest={1} tone="meaning" />
      <Score score={candidate.fullTextScore} highest={highestFullText} tone="words" />
      <Score score={candidate.fusedScore} highest={1} tone="fused" />
      {highestRerank !== null && <Score score={candidate.rerankScore} highest={highestRerank} tone="fused" />}
      <td>{citation === null ? became : `${became} as [${citation}]`}</td>
    </tr>
  );
}

interface ScoreProps {
  score: number | null;
  highest: number;
  tone: 'meaning' | 'words' | 'fused';
}

function Score({ score, highest, tone }: ScoreProps) {
  return (
    <td className={classes.score}>
      <span>{formatScore(score)}</span>
      <div className={classes.track} aria-hidden>
        <div className={classes.fill} data-tone={tone} style={{ width: `${barPercent(score, highest)}%` }} />
      </div>
    </td>
  );
}
