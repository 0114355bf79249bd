import type { LoamEvents } from '../../preload/contract/index';
import { channelName, type ContractShape } from '../../preload/contract/members';
import type { CoreEvents } from '../events';

/** The part of Electron's WebContents that receives events. */
export interface EventReceiver {
  isDestroyed(): boolean;
  send(channel: string, payload: unknown): void;
}

/** Tells every window about one event of the contract. */
export type Announce = <Name extends keyof LoamEvents>(name: Name, payload: LoamEvents[Name]) => void;

export function createAnnounce(receivers: () => Iterable<EventReceiver>): Announce {
  return (name, payload) => {
    // Every event name is `domain.member` by its type.
    const [domain, member] = name.split('.') as [string, string];
    for (const receiver of receivers()) {
      if (!receiver.isDestroyed()) receiver.send(channelName(domain, member), payload);
    }
  };
}

/** Passes every event of the contract that the core announces on to the windows. */
export function forwardEvents(contract: ContractShape, events: CoreEvents, announce: Announce): void {
  for (const [domain, members] of Object.entries(contract)) {
    for (const [name, member] of Object.entries(members)) {
      if (member.kind !== 'event') continue;
      // Built from the contract whose event names LoamEvents lists.
      const eventName = `${domain}.${name}` as keyof LoamEvents;
      events.on(eventName, (payload: LoamEvents[typeof eventName]) => {
        announce(eventName, payload);
      });
    }
  }
}
