import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from '../../../main/log/createLogger';
import { LoamError } from '../../../preload/contract/errors';
import { temporaryFolder } from '../../helpers/temporaryFolder';

function readLines(folder: string): Record<string, unknown>[] {
  return readFileSync(join(folder, 'loam.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

test('a line is one JSON object with time, level, component, event and fields', async () => {
  const logFolder = join(temporaryFolder(), 'logs');
  const log = await createLogger({ logFolder });
  log
    .child({ component: 'storage' })
    .info('database opened', { driver: 'libsql', durationMs: 12.5, count: 3 });
  log.debug('too fine');
  log.error('answer failed', {
    messageId: 'm1',
    error: new LoamError('worker/crashed', 'It ended.', { retryable: true }),
  });
  await log.close();
  expect(readLines(logFolder)).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 'info',
      component: 'storage',
      event: 'database opened',
      driver: 'libsql',
      durationMs: 12.5,
      count: 3,
    },
    {
      time: expect.any(String),
      level: 'error',
      event: 'answer failed',
      messageId: 'm1',
      error: { name: 'LoamError', code: 'worker/crashed', retryable: true },
    },
  ]);
  expect(statSync(logFolder).mode & 0o777).toBe(0o700);
  expect(statSync(join(logFolder, 'loam.log')).mode & 0o777).toBe(0o600);
});

test('no prompt, answer, title or key reaches the file, whatever is handed over', async () => {
  const logFolder = temporaryFolder();
  const log = await createLogger({ logFolder }, { level: 'debug' });
  const secret = 'CANARY-4711';
  const cause = Object.assign(new Error(`params: ${secret}\n    at ${secret} (file:1:1)`), {
    code: secret + ' ',
  });
  const error = Object.assign(new TypeError(`cannot read ${secret}`, { cause }), {
    prompt: secret,
    response: { headers: { authorization: secret } },
  });
  // What a careless spread would hand over; the types would refuse it.
  const fields: object = {
    prompt: secret,
    text: secret,
    title: secret,
    systemPrompt: secret,
    messages: [{ text: secret }],
    apiKey: secret,
    error,
    count: secret,
    conversationId: { text: secret },
    toJSON: () => ({ text: secret }),
  };
  const everyLevel = [log.debug, log.info, log.warn, log.error];
  for (const write of everyLevel) write('something happened', fields);
  log.child({ component: 'generation' }).error('answer failed', { error: `text ${secret}` });
  log.error('answer failed', { error: { message: secret } });
  log.error('answer failed', {
    error: new LoamError('generation/failed', `The model said ${secret}`, { cause: error }),
  });
  await log.close();
  const written = readFileSync(join(logFolder, 'loam.log'), 'utf8');
  expect(written).not.toContain('CANARY');
  expect(readLines(logFolder)).toHaveLength(everyLevel.length + 3);
  expect(readLines(logFolder)[0]).toMatchObject({
    event: 'something happened',
    error: {
      name: 'TypeError',
      stack: expect.arrayContaining([expect.stringContaining('createLogger.test.ts')]),
    },
  });
});

test('a bug keeps the places in the code and its causes, but no endless chain', async () => {
  const logFolder = temporaryFolder();
  const log = await createLogger({ logFolder });
  const looped = new Error('loop');
  looped.cause = looped;
  log.error('unexpected', { error: looped });
  await log.close();
  const text = readFileSync(join(logFolder, 'loam.log'), 'utf8');
  expect(text.match(/"name":"Error"/g)).toHaveLength(6);
});

test('the file is rotated by size, and three are kept in all', async () => {
  const logFolder = temporaryFolder();
  const log = await createLogger({ logFolder }, { fileSize: '2K' });
  for (let line = 0; line < 400; line += 1) {
    log.info('filling the log', { count: line });
    if (line % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await log.close();
  const files = readdirSync(logFolder).filter((name) => name.endsWith('.log'));
  expect(files.length).toBe(3);
  expect(files).toContain('loam.log');
  for (const name of files) expect(statSync(join(logFolder, name)).size).toBeLessThan(10_000);
});

test('a second start goes on in the same file', async () => {
  const logFolder = temporaryFolder();
  for (const event of ['first start', 'second start']) {
    const log = await createLogger({ logFolder });
    log.info(event);
    await log.close();
  }
  expect(readLines(logFolder).map((line) => line['event'])).toEqual(['first start', 'second start']);
});

test('a log that cannot be written stops nothing', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'logs'), 'in the way');
  const log = await createLogger({ logFolder: join(folder, 'logs') });
  log.info('unheard');
  await log.close();
  expect(readFileSync(join(folder, 'logs'), 'utf8')).toBe('in the way');
});
