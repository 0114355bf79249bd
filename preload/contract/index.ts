import { adapters } from './adapters';
import { application } from './application';
import { assistants } from './assistants';
import { catalogue } from './catalogue';
import { comparisons } from './comparisons';
import { conversations } from './conversations';
import { downloads } from './downloads';
import { generation } from './generation';
import { knowledge } from './knowledge';
import type { Bridge, ContractShape, DomainHandlers, EventPayloads, Handlers } from './members';
import { models } from './models';
import { promptTemplates } from './promptTemplates';
import { retrieval } from './retrieval';
import { settings } from './settings';

/** Everything the window may ask of the main process, and everything it may be told. */
export const contract = {
  adapters,
  application,
  assistants,
  catalogue,
  comparisons,
  conversations,
  downloads,
  generation,
  knowledge,
  models,
  promptTemplates,
  retrieval,
  settings,
} satisfies ContractShape;

export type Contract = typeof contract;
export type LoamBridge = Bridge<Contract>;
export type LoamHandlers = Handlers<Contract>;
export type HandlersOf<Domain extends keyof Contract> = DomainHandlers<Contract[Domain]>;
export type LoamEvents = EventPayloads<Contract>;
