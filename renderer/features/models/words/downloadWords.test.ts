import { describe, expect, it } from 'vitest';
import { sampleDownload } from '../../../../test/helpers/renderer/sampleModels';
import { downloadPercent, downloadProgressWords, downloadStateWords } from './downloadWords';

describe('a download in words', () => {
  it('says how far it is, how fast and how long it still takes', () => {
    expect(downloadProgressWords(sampleDownload())).toBe('1.1 of 2.5 GB · 12 MB/s · 2 min left');
  });

  it('names neither rate nor time while nothing arrives', () => {
    expect(downloadProgressWords(sampleDownload({ state: 'paused' }))).toBe('1.1 of 2.5 GB');
    expect(downloadProgressWords(sampleDownload({ bytesPerSecond: null, secondsLeft: null }))).toBe(
      '1.1 of 2.5 GB',
    );
  });

  it('does without a size that the server has not said', () => {
    const download = sampleDownload({ totalBytes: null, secondsLeft: null });
    expect(downloadProgressWords(download)).toBe('1.1 GB · 12 MB/s');
    expect(downloadPercent(download)).toBeNull();
  });

  it('tells waiting for its turn from waiting to try again', () => {
    const error = { code: 'download/unreachable', message: 'No answer.', retryable: true } as const;
    expect(downloadStateWords(sampleDownload({ state: 'queued' }))).toBe('Waiting for its turn');
    expect(downloadStateWords(sampleDownload({ state: 'queued', error }))).toBe('Waiting to try again');
  });

  it('says so when nobody told which bytes are right', () => {
    expect(downloadStateWords(sampleDownload({ state: 'done', isVouchedFor: true }))).toBe('Done');
    expect(downloadStateWords(sampleDownload({ state: 'done', isVouchedFor: false }))).toMatch(
      /nobody vouched/,
    );
  });

  it('gives the share that has arrived', () => {
    expect(downloadPercent(sampleDownload({ receivedBytes: 500, totalBytes: 2000 }))).toBe(25);
  });
});
