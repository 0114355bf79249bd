import type { Adapter } from '../../../../preload/contract/adapters';
import { Fact, FactGrid } from '../../../components/FactGrid';
import { formatBytes, formatCount, formatDaysAgo } from '../../../components/formatting';
import { useModels } from '../../models/queries';
import { scaleInWords, targetsInWords } from '../words/adapterWords';
import { WorksWith } from './WorksWith';

interface AdapterFactsProps {
  adapter: Adapter;
  /** Also what matters only to those who look closer. */
  isExpanded: boolean;
}

/** What is known of an adapter, each word of the field explained. */
export function AdapterFacts({ adapter, isExpanded }: AdapterFactsProps) {
  const { rank, alpha, bytes } = adapter;
  return (
    <FactGrid>
      <Fact
        label="Base"
        help="The model it was trained on. On another model its changes would hit the wrong places, so Loam refuses that."
      >
        <BaseName adapter={adapter} />
      </Fact>
      <Fact
        label="Rank"
        help="How much room the adapter has to change the model: in how many directions it may push each of its parts. 4 to 64 are usual. More room learns more, and makes the file larger."
      >
        {formatCount(rank)}
      </Fact>
      <Fact
        label="Alpha"
        help={`How strongly it was told to push. What it learned counts alpha divided by rank times: here ${alphaShare(adapter)}. The scale in a chat comes on top of that.`}
      >
        {scaleInWords(alpha)}
      </Fact>
      <Fact label="Size on disk">{formatBytes(bytes)}</Fact>
      <Fact label="Works with" isWide>
        <WorksWith adapter={adapter} />
      </Fact>
      {isExpanded && <CloserFacts adapter={adapter} />}
    </FactGrid>
  );
}

function CloserFacts({
  adapter: { targets, source, createdAt, architecture, sha256 },
}: {
  adapter: Adapter;
}) {
  return (
    <>
      <Fact
        label="Changes"
        isWide
        help="Which of the model’s weights it changes. Attention decides which words of the text belong together; feed-forward holds much of what the model knows."
      >
        {targetsInWords(targets)}
      </Fact>
      <Fact label="Added">{formatDaysAgo(createdAt)}</Fact>
      <Fact label="Architecture" help="The kind of model it fits, as the file says it.">
        {architecture}
      </Fact>
      <Fact label="From" isWide>
        {source}
      </Fact>
      <Fact
        label="SHA-256"
        isWide
        help="A fingerprint of the file. Answers keep it, so that it can be told later with which version they were given."
      >
        {sha256}
      </Fact>
    </>
  );
}

function alphaShare({ alpha, rank }: Adapter): string {
  return `${scaleInWords(alpha)} / ${rank} = ${scaleInWords(alpha / Math.max(1, rank))}`;
}

function BaseName({ adapter: { baseName, baseModelId } }: { adapter: Adapter }) {
  const models = useModels().data;
  return baseName ?? models?.find(({ id }) => id === baseModelId)?.name ?? 'not named in the file';
}
