import type { Contract } from './index';
import type { EventMember, StreamMember } from './members';

type KindOf<M> = M extends EventMember ? 'event' : M extends StreamMember ? 'stream' : 'request';

/**
 * The names and kinds of the contract's members without their schemas: preload builds the bridge from it, so that the
 * schema library stays out of the script that runs before every page. The type makes a missing or extra name, or a
 * wrong kind, a compile error.
 */
export const memberNames = {
  application: {
    info: 'request',
    openLink: 'request',
    copyText: 'request',
    openDataFolder: 'request',
    notice: 'event',
    menuCommand: 'event',
  },
  assistants: { list: 'request', create: 'request', update: 'request', delete: 'request' },
  conversations: {
    list: 'request',
    search: 'request',
    get: 'request',
    messages: 'request',
    create: 'request',
    update: 'request',
    delete: 'request',
    undoDelete: 'request',
    selectBranch: 'request',
    fork: 'request',
    export: 'request',
    import: 'request',
    changed: 'event',
  },
  generation: { start: 'stream', cancel: 'request', warm: 'request' },
  models: {
    list: 'request',
    status: 'request',
    load: 'request',
    unload: 'request',
    linkFile: 'request',
    unlink: 'request',
    statusChanged: 'event',
  },
  promptTemplates: { list: 'request', create: 'request', update: 'request', delete: 'request' },
  settings: { get: 'request', update: 'request', changed: 'event' },
} as const satisfies {
  [Domain in keyof Contract]: { [Name in keyof Contract[Domain]]: KindOf<Contract[Domain][Name]> };
};
