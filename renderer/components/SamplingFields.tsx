import { Accordion, Button, Group, Stack } from '@mantine/core';
import { defaultSampling, type Sampling } from '../../preload/contract/sampling';
import { OptionalNumberField } from './OptionalNumberField';
import { fineParameters, temperatureParameter } from './samplingParameters';
import { SamplingSlider } from './SamplingSlider';

export interface SamplingFieldsProps {
  value: Sampling;
  /** Called with a whole, valid sampling at every change. */
  onChange: (sampling: Sampling) => void;
  /** What "Reset" goes back to. Default: Loam's own defaults. */
  resetTo?: Sampling;
}

/** Sets how the next word is drawn, each number explained. Controlled; always holds a valid value. */
export function SamplingFields({ value, onChange, resetTo = defaultSampling }: SamplingFieldsProps) {
  const change = (changes: Partial<Sampling>) => onChange({ ...value, ...changes });
  return (
    <Stack gap="lg">
      <SamplingSlider parameter={temperatureParameter} value={value} onChange={change} />
      <OptionalNumberField
        label="Longest answer"
        switchLabel="Limit the length"
        help="In tokens, pieces of about four letters. Without a limit the model ends by itself, or when its window is full."
        value={value.maxTokens}
        initialValue={1024}
        min={1}
        max={131_072}
        step={128}
        onChange={(maxTokens) => change({ maxTokens })}
      />
      <Accordion variant="contained" chevronPosition="right" keepMounted={false}>
        <Accordion.Item value="fine">
          <Accordion.Control>Fine control</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="lg" pt="xs">
              {fineParameters.map((parameter) => (
                <SamplingSlider key={parameter.field} parameter={parameter} value={value} onChange={change} />
              ))}
              <OptionalNumberField
                label="Seed"
                switchLabel="Fix the seed"
                help="The start of the dice. The same seed, question and settings give the same answer again."
                value={value.seed}
                initialValue={42}
                min={0}
                max={4_294_967_295}
                step={1}
                onChange={(seed) => change({ seed })}
              />
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      {!isSameSampling(value, resetTo) && (
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange(resetTo)}>
            Reset to defaults
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function isSameSampling(a: Sampling, b: Sampling): boolean {
  return (Object.keys(a) as (keyof Sampling)[]).every((field) => a[field] === b[field]);
}
