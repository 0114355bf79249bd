import { expect, test } from 'vitest';
import { chooseSqliteDriver } from './sqliteDriver';

test.each([
  ['10', 'better-sqlite3'],
  ['11', 'better-sqlite3'],
  ['9', 'libsql'],
  ['', 'libsql'],
])('with Node-API %s the driver is %s', (nodeApiVersion, driver) => {
  expect(chooseSqliteDriver({}, nodeApiVersion)).toBe(driver);
});

test('the environment can choose the other one, and only one of the two', () => {
  expect(chooseSqliteDriver({ LOAM_SQLITE_DRIVER: 'libsql' }, '10')).toBe('libsql');
  expect(chooseSqliteDriver({ LOAM_SQLITE_DRIVER: '../evil' }, '10')).toBe('better-sqlite3');
});
