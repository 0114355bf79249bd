// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultSampling, samplingSchema, type Sampling } from '../../preload/contract/sampling';
import { installBridge, renderInApp } from '../../test/helpers/renderer/renderInApp';
import { SamplingFields } from './SamplingFields';
import { fineParameters, temperatureParameter } from './samplingParameters';

let reported: Sampling[] = [];

beforeEach(() => {
  reported = [];
  installBridge();
});
afterEach(cleanup);

function Fields({ start }: { start: Sampling }) {
  const [value, setValue] = useState(start);
  return (
    <SamplingFields
      value={value}
      onChange={(sampling) => {
        reported.push(sampling);
        setValue(sampling);
      }}
    />
  );
}

it('reports only samplings that the contract accepts while a number is typed', async () => {
  renderInApp(<Fields start={defaultSampling} />);
  const field = screen.getByRole('textbox', { name: 'Temperature' });
  await userEvent.clear(field);
  await userEvent.type(field, '1.25');
  await userEvent.type(field, '99');
  expect(reported.at(-1)?.temperature).toBe(1.25);
  for (const sampling of reported) expect(samplingSchema.safeParse(sampling).success).toBe(true);
});

it('limits the length of answers, and lets it go again', async () => {
  renderInApp(<Fields start={defaultSampling} />);
  await userEvent.click(screen.getByRole('switch', { name: /Limit the length|Longest answer/ }));
  expect(reported.at(-1)?.maxTokens).toBe(1024);
  await userEvent.click(screen.getByRole('switch'));
  expect(reported.at(-1)?.maxTokens).toBeNull();
});

it('goes back to the defaults, and offers it only when something differs', async () => {
  renderInApp(<Fields start={{ ...defaultSampling, topK: 5 }} />);
  await userEvent.click(screen.getByRole('button', { name: 'Reset to defaults' }));
  expect(reported).toEqual([defaultSampling]);
  expect(screen.queryByRole('button', { name: 'Reset to defaults' })).toBeNull();
});

it.each([temperatureParameter, ...fineParameters])(
  'offers no $label that the contract refuses',
  ({ field, min, max }) => {
    for (const value of [min, max]) {
      expect(samplingSchema.safeParse({ ...defaultSampling, [field]: value }).success).toBe(true);
    }
  },
);
