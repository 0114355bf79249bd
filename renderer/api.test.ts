// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LoamError } from '../preload/contract/errors';
import { memberNames } from '../preload/contract/memberNames';
import { defaultSettings } from '../preload/contract/settings';
import type { LoamBridge } from '../preload/contract/index';
import { createRecordingBridge, refusal } from '../test/helpers/renderer/recordingBridge';
import { readyStatus, sampleAnswer } from '../test/helpers/renderer/sampleChat';
import { createApi } from './api';

const turn = { conversationId: 'c1', turn: { type: 'regenerate', messageId: 'm2' } } as const;
const started = { streamId: 's1', userMessage: null, assistantMessage: sampleAnswer('m3', 'm1') };

afterEach(() => vi.unstubAllGlobals());

describe('api', () => {
  it('has every member of the contract', () => {
    const { bridge } = createRecordingBridge({});
    const api = createApi(() => bridge);
    const namesOf = (domains: object) =>
      Object.entries(domains).map(([domain, members]) => [domain, Object.keys(members as object)]);
    expect(namesOf(api)).toEqual(namesOf(memberNames));
  });

  it('hands on the input and takes the value out of its envelope', async () => {
    const { bridge, calls } = createRecordingBridge({ 'settings.update': () => defaultSettings });
    await expect(createApi(() => bridge).settings.update({ contextSize: 8192 })).resolves.toEqual(
      defaultSettings,
    );
    expect(calls).toEqual([{ member: 'settings.update', input: { contextSize: 8192 } }]);
  });

  it('throws the error of an envelope as a LoamError', async () => {
    const { bridge } = createRecordingBridge({
      'models.load': () => {
        throw refusal('model/file-missing', 'The file is gone.');
      },
    });
    const error: unknown = await createApi(() => bridge)
      .models.load({ id: 'x' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LoamError);
    expect(error).toMatchObject({ code: 'model/file-missing', message: 'The file is gone.' });
  });

  it('acknowledges a stream and hands on its parts without their numbers', async () => {
    const { bridge, streams } = createRecordingBridge({ 'generation.start': () => started });
    const parts: unknown[] = [];
    await expect(createApi(() => bridge).generation.start(turn, (part) => parts.push(part))).resolves.toEqual(
      started,
    );
    streams[0]?.send({ type: 'phase', phase: 'reading' });
    streams[0]?.send({ type: 'text-delta', text: 'Hi', completionTokens: 1 });
    expect(parts).toEqual([
      { type: 'phase', phase: 'reading' },
      { type: 'text-delta', text: 'Hi', completionTokens: 1 },
    ]);
  });

  it('reports a lost part and still hands on the ones after it', async () => {
    const reportError = vi.fn();
    vi.stubGlobal('reportError', reportError);
    type OnPart = Parameters<LoamBridge['generation']['start']>[1];
    let send: OnPart = () => undefined;
    const { bridge } = createRecordingBridge({});
    const leaky: LoamBridge = {
      ...bridge,
      generation: {
        ...bridge.generation,
        start: (_input, onPart) => {
          send = onPart;
          return Promise.resolve({ ok: true, value: started });
        },
      },
    };
    const parts: unknown[] = [];
    await createApi(() => leaky).generation.start(turn, (part) => parts.push(part));
    send({ streamId: 's1', sequence: 0, part: { type: 'phase', phase: 'reading' } });
    expect(reportError).not.toHaveBeenCalled();
    send({ streamId: 's1', sequence: 2, part: { type: 'phase', phase: 'writing' } });
    expect(reportError).toHaveBeenCalledOnce();
    expect(parts).toHaveLength(2);
  });

  it('passes events on until they are no longer wanted', () => {
    const { bridge, emit } = createRecordingBridge({});
    const listener = vi.fn();
    const stop = createApi(() => bridge).models.statusChanged(listener);
    emit('models.statusChanged', readyStatus);
    stop();
    emit('models.statusChanged', { state: 'unloaded' });
    expect(listener.mock.calls).toEqual([[readyStatus]]);
  });
});
