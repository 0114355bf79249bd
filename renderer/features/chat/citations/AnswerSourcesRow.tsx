import { Text, UnstyledButton } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import type { CitedPassage, Grounding } from '../../../../preload/contract/retrieval';
import { fileNameOf } from '../../sourceViewer/placeWords';
import {
  answerSources,
  groundingNotices,
  seenInWords,
  type AnswerSource,
  type AnswerSources,
} from './answerSources';
import classes from './Sources.module.css';

interface AnswerSourcesRowProps {
  text: string;
  grounding: Grounding;
  onOpen: (passage: CitedPassage) => void;
}

/** Below an answer: the documents it drew on, how much of each was read, and what went otherwise than expected. */
export function AnswerSourcesRow({ text, grounding, onOpen }: AnswerSourcesRowProps) {
  const sources = answerSources(text, grounding);
  const notices = groundingNotices(grounding);
  const hasSources = sources.cited.length + sources.alsoRead.length + sources.unread.length > 0;
  if (!hasSources && notices.length === 0) return null;
  return (
    <section className={classes.sources} aria-label="Sources">
      {hasSources && <SourceList sources={sources} onOpen={onOpen} />}
      {notices.map((notice) => (
        <Text key={notice} size="xs" className={classes.notice}>
          {notice}
        </Text>
      ))}
    </section>
  );
}

interface SourceListProps {
  sources: AnswerSources;
  onOpen: (passage: CitedPassage) => void;
}

function SourceList({ sources: { cited, alsoRead, unread }, onOpen }: SourceListProps) {
  return (
    <>
      {cited.length > 0 && <SourceGroup label="Sources" sources={cited} onOpen={onOpen} />}
      {alsoRead.length > 0 && (
        <SourceGroup label={cited.length > 0 ? 'Also read' : 'Read'} sources={alsoRead} onOpen={onOpen} />
      )}
      {unread.length > 0 && (
        <Text size="xs" className={classes.notice}>
          Nothing was read of {unread.map(({ name }) => fileNameOf(name)).join(', ')}.
        </Text>
      )}
    </>
  );
}

interface SourceGroupProps {
  label: string;
  sources: readonly AnswerSource[];
  onOpen: (passage: CitedPassage) => void;
}

function SourceGroup({ label, sources, onOpen }: SourceGroupProps) {
  return (
    <div className={classes.group}>
      <Text size="xs" component="span" className={classes.label}>
        {label}
      </Text>
      <ul className={classes.list} aria-label={label}>
        {sources.map((source) => (
          <li key={source.documentId}>
            <SourceChip source={source} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function SourceChip({ source, onOpen }: { source: AnswerSource; onOpen: (passage: CitedPassage) => void }) {
  const { name, cited, passages, seen } = source;
  const [first] = cited.length > 0 ? cited : passages;
  if (first === undefined) return null;
  return (
    <UnstyledButton className={classes.chip} title={name} onClick={() => onOpen(first)}>
      <IconFileText size={14} className={classes.icon} aria-hidden />
      <span className={classes.name}>{fileNameOf(name)}</span>
      {cited.map(({ number }) => (
        <span key={number} className={classes.number}>
          {number}
        </span>
      ))}
      {seen !== null && <span className={classes.seen}>{seenInWords(seen)}</span>}
    </UnstyledButton>
  );
}
