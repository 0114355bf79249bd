import { expect, it } from 'vitest';
import { spreadOrdinals } from './spreadOrdinals';

it('takes the first, the last, and others evenly between them', () => {
  expect(spreadOrdinals(101, 5)).toEqual([0, 25, 50, 75, 100]);
  expect(spreadOrdinals(3, 5)).toEqual([0, 1, 2]);
  expect(spreadOrdinals(9, 1)).toEqual([0]);
  expect(spreadOrdinals(0, 5)).toEqual([]);
  expect(spreadOrdinals(9, 0)).toEqual([]);
});
