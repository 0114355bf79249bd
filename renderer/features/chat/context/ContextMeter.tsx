import { RingProgress, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { ContextUse } from '../../../../preload/contract/generation';
import { useContextUse, useTokensSinceMeasured } from '../generation/useGeneration';
import { formatCount } from '../../../components/formatting';
import classes from './ContextMeter.module.css';
import { contextUseInWords, windowShares } from './contextWords';

const fullFromShare = 0.85;

/** How full the model's window is. Nothing while that is not known. */
export function ContextMeter({ conversationId }: { conversationId: string | null }) {
  const use = useContextUse(conversationId);
  const writtenTokens = useTokensSinceMeasured(conversationId);
  return use === undefined ? null : <Meter use={use} writtenTokens={writtenTokens} />;
}

function Meter({ use, writtenTokens }: { use: ContextUse; writtenTokens: number }) {
  const { used, reserved } = windowShares(use, writtenTokens);
  const percent = Math.round(used * 100);
  const isNearlyFull = used + reserved > fullFromShare || use.memoryStartsAtMessageId !== null;
  return (
    <Tooltip
      multiline
      w={300}
      openDelay={150}
      events={{ hover: true, focus: true, touch: true }}
      label={
        <div className={classes.explanation}>
          {contextUseInWords(use, writtenTokens).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      }
    >
      <UnstyledButton
        className={classes.meter}
        aria-label={`${percent} % of the model’s window used: ${formatCount(use.usedTokens + writtenTokens)} of ${formatCount(use.contextSize)} tokens`}
      >
        <RingProgress
          size={22}
          thickness={3}
          rootColor="var(--loam-meter-root)"
          sections={[
            {
              value: used * 100,
              color: isNearlyFull ? 'var(--loam-meter-full)' : 'var(--mantine-primary-color-filled)',
            },
            { value: reserved * 100, color: 'var(--loam-meter-reserved)' },
          ]}
          aria-hidden
        />
        <Text size="xs" component="span">
          {percent} %
        </Text>
      </UnstyledButton>
    </Tooltip>
  );
}
