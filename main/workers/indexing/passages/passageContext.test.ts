import { expect, it } from 'vitest';
import type { PassagePlace } from '../../../../preload/contract/knowledge';
import { passageContext } from './passageContext';

const nowhere: PassagePlace = { page: null, slide: null, sheet: null, headingPath: [] };

it('is the headings above a passage, from the outermost', () => {
  expect(passageContext({ ...nowhere, headingPath: ['Manual', ' ', 'Filters'] }, null)).toBe(
    'Manual › Filters',
  );
});

it('is the sheet and the names of the columns for a table', () => {
  expect(passageContext({ ...nowhere, sheet: 'Prices' }, 'article\tprice')).toBe('Prices\narticle price');
});

it('is nothing for a passage of plain text', () => {
  expect(passageContext({ ...nowhere, page: 3 }, null)).toBe('');
});
