import { EventEmitter } from 'node:events';
import type { LoamEvents } from '../preload/contract/index';

type EventArguments = { [Name in keyof LoamEvents]: [LoamEvents[Name]] };

/** Announcements of the core, by the contract's event names. They tell state; they never drive control flow. */
export type CoreEvents = EventEmitter<EventArguments>;

export function createCoreEvents(): CoreEvents {
  return new EventEmitter<EventArguments>();
}
