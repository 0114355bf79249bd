import { DataList, Paper, Spoiler, Text } from '@mantine/core';
import type { Message, Provenance } from '../../../../preload/contract/conversations';
import { adapterAtScale } from '../../adapters/words/adapterWords';
import { formatCount } from '../../../components/formatting';
import {
  durationInWords,
  samplingInWords,
  speedInWords,
  stopReasonInWords,
  tokensInWords,
} from './answerWords';
import classes from './MessageRow.module.css';

const systemPromptHeight = 66;
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** How an answer was made, in words. */
export function ProvenancePanel({ message, provenance }: { message: Message; provenance: Provenance }) {
  return (
    <Paper className={classes.details} withBorder role="group" aria-label="How this answer was made">
      <DataList size="xs" gap={6} labelWidth="9.5rem">
        {rowsOf(message, provenance).map(([label, value]) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue className={classes.detailValue}>{value}</DataList.ItemValue>
          </DataList.Item>
        ))}
        <DataList.Item>
          <DataList.ItemLabel>System prompt</DataList.ItemLabel>
          <DataList.ItemValue className={classes.detailValue}>
            <SystemPrompt text={provenance.systemPrompt} />
          </DataList.ItemValue>
        </DataList.Item>
      </DataList>
    </Paper>
  );
}

function SystemPrompt({ text }: { text: string }) {
  if (text.trim() === '') return 'none';
  return (
    <Spoiler maxHeight={systemPromptHeight} showLabel="Show all" hideLabel="Show less">
      <Text size="xs" className={classes.plainText}>
        {text}
      </Text>
    </Spoiler>
  );
}

function rowsOf(message: Message, provenance: Provenance): [label: string, value: string][] {
  const { tokensPerSecond, timeToFirstTokenMs, promptTokens, evaluatedTokens } = provenance;
  const remembered = promptTokens - evaluatedTokens;
  return [
    ['Model', `${provenance.modelName}, on this computer`],
    ['Adapters', adaptersInWords(provenance.adapters)],
    ['Written', dateAndTime.format(message.createdAt)],
    ['Speed', tokensPerSecond === null ? 'not measured' : speedInWords(tokensPerSecond)],
    ['First word after', timeToFirstTokenMs === null ? 'none came' : durationInWords(timeToFirstTokenMs)],
    [
      'Whole answer',
      `${tokensInWords(provenance.completionTokens)} in ${durationInWords(provenance.durationMs)}`,
    ],
    [
      'Read',
      `${tokensInWords(promptTokens)}; ${formatCount(evaluatedTokens)} newly evaluated, ` +
        `${formatCount(Math.max(0, remembered))} still in memory from the turn before`,
    ],
    ['Ended because', stopReasonInWords(provenance.stopReason)],
    ['Sampling', samplingInWords(provenance.sampling)],
    [
      'Seed',
      provenance.sampling.seed === null ? `${provenance.seed} (random)` : `${provenance.seed} (fixed)`,
    ],
    ['Window', tokensInWords(provenance.contextSize)],
    [
      'Memory',
      provenance.memoryStartsAtMessageId === null
        ? 'The model saw the whole chat'
        : 'The oldest turns had already left the window',
    ],
    ['Model file', provenance.modelSha256 === null ? 'not hashed' : `sha256 ${provenance.modelSha256}`],
  ];
}

function adaptersInWords(adapters: Provenance['adapters']): string {
  if (adapters.length === 0) return 'none, the bare model';
  return adapters.map((adapter) => `${adapterAtScale(adapter)}, sha256 ${adapter.sha256}`).join('; ');
}
