import type { Contract } from './index';
import type { EventMember, StreamMember } from './members';

type KindOf<M> = M extends EventMember ? 'event' : M extends StreamMember ? 'stream' : 'request';

/**
 * The names and kinds of the contract's members without their schemas: preload builds the bridge from it, so that the
 * schema library stays out of the script that runs before every page. The type makes a missing or extra name, or a
 * wrong kind, a compile error.
 */
export const memberNames = {
  adapters: {
    list: 'request',
    choose: 'request',
    add: 'request',
    update: 'request',
    export: 'request',
    remove: 'request',
    uses: 'request',
    compatibility: 'request',
    listChanged: 'event',
  },
  application: {
    info: 'request',
    openLink: 'request',
    copyText: 'request',
    openDataFolder: 'request',
    notice: 'event',
    menuCommand: 'event',
  },
  assistants: { list: 'request', create: 'request', update: 'request', delete: 'request' },
  catalogue: { list: 'request', look: 'request' },
  comparisons: { start: 'stream', cancel: 'request', choose: 'request', list: 'request', remove: 'request' },
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
  downloads: {
    list: 'request',
    start: 'request',
    pause: 'request',
    resume: 'request',
    remove: 'request',
    changed: 'event',
    removed: 'event',
  },
  generation: { start: 'stream', cancel: 'request', warm: 'request' },
  models: {
    list: 'request',
    status: 'request',
    load: 'request',
    unload: 'request',
    machine: 'request',
    fit: 'request',
    chooseFiles: 'request',
    add: 'stream',
    cancelAdd: 'request',
    rename: 'request',
    remove: 'request',
    statusChanged: 'event',
    listChanged: 'event',
  },
  promptTemplates: { list: 'request', create: 'request', update: 'request', delete: 'request' },
  settings: { get: 'request', update: 'request', changed: 'event' },
} as const satisfies {
  [Domain in keyof Contract]: { [Name in keyof Contract[Domain]]: KindOf<Contract[Domain][Name]> };
};
