import type { IndexingProgress } from '../../../../preload/contract/knowledge';
import type { IndexStatus } from '../../../../preload/contract/retrieval';
import { formatCount, formatTimeLeft } from '../../../components/formatting';
import { filesInWords, passagesInWords } from './stateWords';

/** What indexing is doing, in a few words. */
export function activityInWords(progress: IndexingProgress): string {
  const { activity, filesDone, filesFailed, filesTotal, problem } = progress;
  const left = Math.max(0, filesTotal - filesDone - filesFailed);
  if (activity === 'paused') return left === 0 ? 'Paused' : `Paused: ${filesInWords(left)} left to read`;
  if (problem !== null) return left === 0 ? 'Stopped' : `Stopped: ${filesInWords(left)} left to read`;
  switch (activity) {
    case 'idle':
      return 'Everything is read';
    case 'scanning':
      return 'Looking through folders';
    case 'rebuilding':
      return 'Making a new search index';
    case 'indexing':
      return `Reading ${formatCount(Math.min(filesTotal, filesDone + filesFailed + 1))} of ${filesInWords(filesTotal)}`;
  }
}

/** The numbers beside it: passages, rate, what is left, what failed. Empty where nothing is known. */
export function progressFacts(progress: IndexingProgress): string[] {
  const { passagesDone, passagesWaiting, passagesPerSecond, timeLeftMs, filesFailed, activity } = progress;
  const facts: string[] = [];
  if (passagesDone + passagesWaiting > 0) {
    facts.push(
      passagesWaiting === 0
        ? passagesInWords(passagesDone)
        : `${formatCount(passagesDone)} of ${passagesInWords(passagesDone + passagesWaiting)} so far`,
    );
  }
  if (filesFailed > 0) facts.push(`${formatCount(filesFailed)} failed`);
  if (activity === 'paused' || progress.problem !== null) return facts;
  if (passagesPerSecond !== null) facts.push(`${rateInWords(passagesPerSecond)} passages/s`);
  if (timeLeftMs !== null) facts.push(formatTimeLeft(timeLeftMs / 1000));
  return facts;
}

/** How far it is, 0 to 100; null while that cannot be said. */
export function percentDone(progress: IndexingProgress, building: IndexStatus['building']): number | null {
  if (progress.activity === 'rebuilding') {
    return building === null ? null : share(building.passagesDone, building.passagesTotal);
  }
  if (progress.activity === 'scanning') return null;
  return share(progress.filesDone + progress.filesFailed, progress.filesTotal);
}

function share(done: number, total: number): number | null {
  return total === 0 ? null : Math.min(100, (done / total) * 100);
}

/** Slow machines do less than one a second; that is not "0". */
function rateInWords(perSecond: number): string {
  return perSecond < 10 ? (Math.round(perSecond * 10) / 10).toString() : formatCount(perSecond);
}
