// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordingBridge } from '../../../test/helpers/renderer/recordingBridge';
import { installBridge, renderInApp } from '../../../test/helpers/renderer/renderInApp';
import { useIndexStatus, useRecallQuestions, useRecallRuns } from './retrievalQueries';

let recording: RecordingBridge;

beforeEach(() => {
  recording = installBridge({
    'retrieval.indexStatus': () => ({ embedderId: 'e1', passages: 3, building: null }),
    'retrieval.recallQuestions': () => [],
    'retrieval.recallRuns': () => [],
  });
});

afterEach(cleanup);

/** `renderInApp` follows the events, as the app does. */
function Screen() {
  const queries = [useIndexStatus(), useRecallQuestions(), useRecallRuns()];
  return queries.every(({ data }) => data !== undefined) ? 'All is read.' : null;
}

function timesAsked() {
  return ['indexStatus', 'recallQuestions', 'recallRuns'].map(
    (name) => recording.inputsOf(`retrieval.${name}`).length,
  );
}

it('a step of a rebuild reads the state of the index anew, and no questions or runs', async () => {
  renderInApp(<Screen />);
  await screen.findByText('All is read.');
  expect(timesAsked()).toEqual([1, 1, 1]);
  act(() => recording.emit('retrieval.changed', {}));
  await waitFor(() => expect(timesAsked()).toEqual([2, 1, 1]));
  act(() => recording.emit('retrieval.changed', { isRecallToo: true }));
  await waitFor(() => expect(timesAsked()).toEqual([3, 2, 2]));
});
