import { describe, expect, it } from 'vitest';
import { isDateFormat, isoDate } from './isoDate';

describe('a number of a sheet is a date', () => {
  it.each([
    [14, undefined],
    [22, undefined],
    [164, 'yyyy-mm-dd'],
    [164, '[$-409]d\\-mmm\\-yy;@'],
    [164, '[h]:mm:ss.000'],
    [164, 'yyyy"年"m"月"d"日"'],
  ])('in format %i %s', (id, code) => {
    expect(isDateFormat(id, code)).toBe(true);
  });

  it.each([
    [0, undefined],
    [2, undefined],
    [164, '#,##0.00 "days"'],
    [164, '[Red]0.00'],
    [164, 'General'],
    [164, 'Standard'],
    [14, '0.00'],
  ])('not in format %i %s', (id, code) => {
    expect(isDateFormat(id, code)).toBe(false);
  });
});

describe('a date of a sheet in ISO 8601', () => {
  it.each([
    [45_292, false, '2024-01-01'],
    [45_292.5, false, '2024-01-01T12:00'],
    [45_292.000_011_574, false, '2024-01-01T00:00:01'],
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [61, false, '1900-03-01'],
    [0.25, false, '06:00'],
    [0, true, '1904-01-01'],
    [43_830, true, '2024-01-01'],
  ])('%f (from 1904: %s) is %s', (serial, isFrom1904, date) => {
    expect(isoDate(serial, isFrom1904)).toBe(date);
  });

  it.each([-1, 3_000_000, Number.NaN])('%f is none', (serial) => {
    expect(isoDate(serial, false)).toBeNull();
  });
});
