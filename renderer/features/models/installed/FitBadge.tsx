import { Badge, Popover, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconHourglass, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Fit } from '../../../../preload/contract/fit';
import { Fact, FactGrid } from '../../../components/FactGrid';
import { formatBytes, formatCount } from '../../../components/formatting';
import { fitBasisWords, fitVerdictWords } from '../words/fitWords';
import classes from './FitBadge.module.css';

const icons = { fits: IconCheck, slow: IconHourglass, 'too-large': IconX } as const;

/** Whether a model runs well here; the reason shows on pointing, the numbers behind it on pressing. */
export function FitBadge({ fit }: { fit: Fit }) {
  const [isOpen, setOpen] = useState(false);
  const Icon = icons[fit.verdict];
  const words = fitVerdictWords[fit.verdict];
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      width={320}
      position="bottom-end"
      withArrow
      shadow="md"
      trapFocus={false}
    >
      <Tooltip label={fit.reason} multiline maw={320} disabled={isOpen}>
        <span>
          <Popover.Target>
            <Badge
              component="button"
              className={classes.badge}
              data-verdict={fit.verdict}
              onClick={() => setOpen(!isOpen)}
              leftSection={<Icon size={12} stroke={2.4} aria-hidden />}
              aria-label={`${words}: show the numbers`}
            >
              {words}
            </Badge>
          </Popover.Target>
        </span>
      </Tooltip>
      <Popover.Dropdown>
        <FitNumbers fit={fit} />
      </Popover.Dropdown>
    </Popover>
  );
}

function FitNumbers({ fit }: { fit: Fit }) {
  const { reason, ramBytes, vramBytes, contextSize, tokensPerSecond, basis } = fit;
  return (
    <>
      <Text size="sm">{reason}</Text>
      <FactGrid>
        <Fact label="Memory needed">{formatBytes(ramBytes)}</Fact>
        {vramBytes > 0 && <Fact label="Graphics memory">{formatBytes(vramBytes)}</Fact>}
        <Fact label="With a window of">{formatCount(contextSize)} tokens</Fact>
        {tokensPerSecond !== null && (
          <Fact label="Expected speed">about {formatCount(tokensPerSecond)} tokens/s</Fact>
        )}
      </FactGrid>
      <Text size="xs" c="dimmed" mt="sm">
        {fitBasisWords[basis]}
      </Text>
    </>
  );
}
