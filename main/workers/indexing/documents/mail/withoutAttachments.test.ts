import { expect, it } from 'vitest';
import { WithoutAttachments } from './withoutAttachments';

it('cuts what is encoded in base 64 after two megabytes and keeps everything else', () => {
  const line = `${'QUJD'.repeat(19)}\r\n`;
  const email = `Subject: x\r\n\r\n--b\r\n${line.repeat(100_000)}--b--\r\n${'A line of a text.\r\n'.repeat(200_000)}`;
  const filter = new WithoutAttachments();
  let kept = '';
  for (let start = 0; start < email.length; start += 50_000)
    kept += filter.add(email.slice(start, start + 50_000));
  kept += filter.end();
  const [before = '', after = ''] = kept.split('--b--');
  expect(before.length).toBeLessThan(2.1 * 1024 ** 2);
  expect(after).toBe(`\r\n${'A line of a text.\r\n'.repeat(200_000)}`);
  expect(filter.separators).toBe(2);
});
