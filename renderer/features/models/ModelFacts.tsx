import { DataList } from '@mantine/core';
import type { ReactNode } from 'react';
import type { InstalledModel } from '../../../preload/contract/models';
import { formatBytes, formatCount } from '../../components/formatting';
import { HelpHint } from '../../components/HelpHint';
import classes from './models.module.css';

/** What is known of a model, each word of the field explained. */
export function ModelFacts({ model }: { model: InstalledModel }) {
  const { bytes, parameters, contextLength, licence, fileName } = model;
  return (
    <DataList size="sm" gap={4} labelWidth={130} mt="sm">
      <Fact label="Size on disk">{formatBytes(bytes)}</Fact>
      <Fact
        label="Parameters"
        help="The numbers a model has learned. More of them usually means better answers, more memory and less speed: M is millions, B is billions (thousand millions)."
      >
        {parameters ?? 'not stated in the file'}
      </Fact>
      <Fact
        label="Context"
        help="How much text the model can take in at once, in tokens: pieces of about four letters. What is used of it is set under Settings."
      >
        {contextLength === null ? 'known after the first load' : `up to ${formatCount(contextLength)} tokens`}
      </Fact>
      <Fact label="Licence" help="The terms under which its makers let you use the model.">
        {licence ?? 'not stated in the file'}
      </Fact>
      <Fact label="File">{fileName}</Fact>
    </DataList>
  );
}

function Fact({ label, help, children }: { label: string; help?: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>
        {label} {help !== undefined && <HelpHint term={label}>{help}</HelpHint>}
      </DataList.ItemLabel>
      <DataList.ItemValue className={classes.fact}>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}
