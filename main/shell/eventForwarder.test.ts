import { describe, expect, it, vi } from 'vitest';
import { contract } from '../../preload/contract/index';
import { createCoreEvents } from '../events';
import { createAnnounce, forwardEvents, type EventReceiver } from './eventForwarder';

function receiver(isDestroyed = false) {
  return { isDestroyed: () => isDestroyed, send: vi.fn() } satisfies EventReceiver;
}

describe('event forwarder', () => {
  it('tells every open window, on the channel of the event', () => {
    const events = createCoreEvents();
    const windows = [receiver(), receiver(), receiver(true)];
    forwardEvents(
      contract,
      events,
      createAnnounce(() => windows),
    );
    events.emit('conversations.changed', { id: 'c1' });
    for (const { send } of windows.slice(0, 2)) {
      expect(send.mock.calls).toEqual([['loam:conversations.changed', { id: 'c1' }]]);
    }
    expect(windows[2]?.send).not.toHaveBeenCalled();
  });

  it('listens to each event of the contract once', () => {
    const events = createCoreEvents();
    forwardEvents(contract, events, () => undefined);
    const names = Object.entries(contract).flatMap(([domain, members]) =>
      Object.entries(members)
        .filter(([, member]) => member.kind === 'event')
        .map(([name]) => `${domain}.${name}`),
    );
    expect(events.eventNames().sort()).toEqual(names.sort());
    for (const name of events.eventNames()) expect(events.listenerCount(name)).toBe(1);
  });
});
