import { Collapse } from '@mantine/core';
import type { InstalledModel } from '../../../../preload/contract/models';
import { Fact, FactGrid } from '../../../components/FactGrid';
import { formatBytes, formatCount, formatDaysAgo } from '../../../components/formatting';
import { quantizationWords } from '../words/quantizationWords';

export const parametersHelp =
  'The numbers a model has learned. More of them usually means better answers, more memory and less speed: M is millions, B is billions (thousand millions).';
export const contextHelp =
  'How much text the model can take in at once, in tokens: pieces of about four letters. How much of it is used is set under Settings.';
export const licenceHelp = 'The terms under which its makers let you use the model.';
export const quantizationHelp =
  'Weights are the numbers a model has learned. Stored with fewer bits they need less memory and disk, and lose some precision.';

interface ModelFactsProps {
  model: InstalledModel;
  isExpanded: boolean;
}

/** What is known of a model, each word of the field explained; the rarely wanted part when it is expanded. */
export function ModelFacts({ model, isExpanded }: ModelFactsProps) {
  const { bytes, parameters, contextLength, licence, quantization } = model;
  return (
    <>
      <FactGrid>
        <Fact label="Size">{formatBytes(bytes)}</Fact>
        <Fact label="Parameters" help={parametersHelp}>
          {parameters ?? 'not stated'}
        </Fact>
        <Fact label="Context" help={contextHelp}>
          {contextLength === null ? 'known after the first load' : `${formatCount(contextLength)} tokens`}
        </Fact>
        <Fact label="Licence" help={licenceHelp}>
          {licence ?? 'not stated'}
        </Fact>
        {quantization !== null && (
          <Fact label="Quantisation" help={quantizationHelp} isWide>
            <b>{quantization}</b>: {quantizationWords(quantization)}
          </Fact>
        )}
      </FactGrid>
      <Collapse expanded={isExpanded}>
        <MoreFacts model={model} />
      </Collapse>
    </>
  );
}

function MoreFacts({ model }: { model: InstalledModel }) {
  const { architecture, lastUsedAt, fileName, fileCount, source, sha256 } = model;
  return (
    <FactGrid>
      <Fact label="Architecture" help="The plan its layers are built by, such as llama or qwen3.">
        {architecture ?? 'not stated'}
      </Fact>
      <Fact label="Last used">{lastUsedAt === null ? 'never' : formatDaysAgo(lastUsedAt)}</Fact>
      <Fact label="File" isWide>
        {fileName}
        {fileCount > 1 && ` and ${fileCount - 1} more ${fileCount === 2 ? 'part' : 'parts'}`}
      </Fact>
      {source !== null && (
        <Fact label="From" isWide>
          {source}
        </Fact>
      )}
      {sha256 !== null && (
        <Fact
          label="SHA-256"
          help="A fingerprint of the file. The same fingerprint means the same file, to the last byte."
          isWide
        >
          {sha256}
        </Fact>
      )}
    </FactGrid>
  );
}
