import type { LoadedModel } from '../../../../preload/contract/models';
import { Fact, FactGrid } from '../../../components/FactGrid';
import { formatBytes, formatCount, formatSeconds } from '../../../components/formatting';
import { deviceWords, layersWords, onOrOff } from './reallyUsedWords';

/** What the loaded model really got of this computer, each word of the field explained. */
export function ReallyUsed({ loaded }: { loaded: LoadedModel }) {
  const { ramBytes, vramBytes, contextSize, trainContextSize, threads, loadMs } = loaded;
  return (
    <FactGrid>
      <Fact label="Memory" help="What its weights and its window take while it is loaded.">
        {formatBytes(ramBytes)}
        {vramBytes > 0 && `, and ${formatBytes(vramBytes)} on graphics`}
      </Fact>
      <Fact label="Runs on">{deviceWords(loaded)}</Fact>
      <Fact
        label="Graphics layers"
        help="A model is a stack of layers. Those on the graphics device are calculated faster; the rest runs on the processor."
      >
        {layersWords(loaded)}
      </Fact>
      <Fact
        label="Window in tokens"
        help="How many tokens, pieces of about four letters, it takes in at once here, and the most it was trained for."
      >
        {formatCount(contextSize)} of {formatCount(trainContextSize)}
      </Fact>
      <Fact label="Threads" help="How many calculations the processor does for it at the same time.">
        {formatCount(threads)}
      </Fact>
      <Fact
        label="Flash attention"
        help="A way of calculating that needs less memory for a large window and is often faster."
      >
        {onOrOff(loaded.flashAttention)}
      </Fact>
      <Fact
        label="Memory mapping"
        help="Weights are read through the system’s file cache instead of being copied, so loading again is quick."
      >
        {onOrOff(loaded.memoryMapping)}
      </Fact>
      <Fact label="Loaded in">{formatSeconds(loadMs)}</Fact>
    </FactGrid>
  );
}
