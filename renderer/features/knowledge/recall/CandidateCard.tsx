import { Badge, Button, Group, Paper, Text, UnstyledButton } from '@mantine/core';
import { IconBookmarkPlus } from '@tabler/icons-react';
import { memo } from 'react';
import type { Candidate } from '../../../../preload/contract/retrieval';
import { markedText } from '../../chat/markdown/render/markedText';
import { placeInWords } from '../../sourceViewer/placeWords';
import { showSource } from '../../sourceViewer/sourceViewerStore';
import { outcomeWords } from '../words/recallWords';
import classes from './recall.module.css';
import { ScoreBar } from './ScoreBar';

interface CandidateCardProps {
  /** From 1. */
  rank: number;
  candidate: Candidate;
  /** What is marked in the text. */
  pattern: RegExp | null;
  /** The best scores of all candidates, which bars without an upper end are compared with. */
  highest: { fullText: number; rerank: number };
  /** This is the passage that should be found: keeps the question with its document. */
  onSave: () => void;
}

/** A passage that the search found: where it stands, what it says, why it ranks here and what became of it. */
export const CandidateCard = memo(function CandidateCard(props: CandidateCardProps) {
  const { rank, candidate, pattern, highest, onSave } = props;
  const { documentId, documentName, ordinal, place, text, outcome } = candidate;
  const became = outcomeWords[outcome];
  const words = placeInWords(place);
  return (
    <Paper
      component="article"
      withBorder
      p="sm"
      radius="md"
      aria-label={`Rank ${rank}: ${documentName}`}
      className={classes.candidate}
      data-out={(became !== null && outcome !== 'joined') || undefined}
    >
      <Group gap="xs" wrap="nowrap" align="baseline">
        <Text size="sm" className={classes.rank} aria-hidden>
          {rank}
        </Text>
        <div className={classes.about}>
          <UnstyledButton className={classes.name} onClick={() => showSource({ documentId, ordinal })}>
            {documentName}
          </UnstyledButton>
          <Text size="xs" c="dimmed">
            {words === '' ? `passage ${ordinal + 1}` : words}
          </Text>
        </div>
        {became !== null && <Badge variant="default">{became}</Badge>}
      </Group>
      <Text size="sm" className={classes.text}>
        {markedText(text.trim().replace(/\n\s*\n/g, '\n'), pattern)}
      </Text>
      <div className={classes.scores}>
        <ScoreBar label="Meaning" score={candidate.similarity} highest={1} tone="meaning" />
        <ScoreBar label="Words" score={candidate.fullTextScore} highest={highest.fullText} tone="words" />
        <ScoreBar label="Together" score={candidate.fusedScore} highest={1} tone="together" />
        {candidate.rerankScore !== null && (
          <ScoreBar label="Reranked" score={candidate.rerankScore} highest={highest.rerank} tone="together" />
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          className={classes.save}
          leftSection={<IconBookmarkPlus size={14} aria-hidden />}
          aria-label={`Save as right: ${documentName}`}
          onClick={onSave}
        >
          Save as right
        </Button>
      </div>
    </Paper>
  );
});
