import { barPercent, formatScore } from '../../chat/grounding/groundingWords';
import classes from './recall.module.css';

interface ScoreBarProps {
  label: string;
  /** Null: this way of searching did not find it. */
  score: number | null;
  /** What a full bar stands for. */
  highest: number;
  tone: 'meaning' | 'words' | 'together';
}

/** A score as a number and as a bar, for comparing at a glance. */
export function ScoreBar({ label, score, highest, tone }: ScoreBarProps) {
  return (
    <div className={classes.score}>
      <span className={classes.scoreLabel}>{label}</span>{' '}
      <span className={classes.scoreValue}>{formatScore(score)}</span>
      <div className={classes.track} aria-hidden>
        <div className={classes.fill} data-tone={tone} style={{ width: `${barPercent(score, highest)}%` }} />
      </div>
    </div>
  );
}
