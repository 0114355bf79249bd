import type { Message } from '../../../../preload/contract/conversations';

/** One message of the branch on screen, with the versions of it that the user can switch to. */
export interface BranchEntry {
  message: Message;
  /** Place among its siblings, from 0, in order of creation. */
  siblingIndex: number;
  siblingCount: number;
  previousSiblingId: string | null;
  nextSiblingId: string | null;
}

/**
 * The branch from the first message down to `leafId`, oldest first.
 *
 * A leaf that is not (yet) among the messages gives the branch of the newest message, so that a screen whose two
 * requests answered in an unlucky order shows the conversation instead of nothing. A parent that is missing ends the
 * branch there.
 */
export function branchTo(messages: readonly Message[], leafId: string | null): BranchEntry[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const siblingsByParent = groupByParent(messages);
  const branch: BranchEntry[] = [];
  const visited = new Set<string>();
  let current = (leafId === null ? undefined : byId.get(leafId)) ?? newestOf(messages);
  while (current !== undefined && !visited.has(current.id)) {
    visited.add(current.id);
    branch.push(entryOf(current, siblingsByParent.get(current.parentId) ?? [current]));
    current = current.parentId === null ? undefined : byId.get(current.parentId);
  }
  return branch.reverse();
}

function groupByParent(messages: readonly Message[]): Map<string | null, Message[]> {
  const groups = new Map<string | null, Message[]>();
  for (const message of messages) {
    const group = groups.get(message.parentId);
    if (group === undefined) groups.set(message.parentId, [message]);
    else group.push(message);
  }
  for (const group of groups.values()) group.sort((a, b) => a.sequence - b.sequence);
  return groups;
}

function entryOf(message: Message, siblings: readonly Message[]): BranchEntry {
  const siblingIndex = siblings.indexOf(message);
  return {
    message,
    siblingIndex,
    siblingCount: siblings.length,
    previousSiblingId: siblings[siblingIndex - 1]?.id ?? null,
    nextSiblingId: siblings[siblingIndex + 1]?.id ?? null,
  };
}

function newestOf(messages: readonly Message[]): Message | undefined {
  return messages.reduce<Message | undefined>(
    (newest, message) => (newest === undefined || message.sequence > newest.sequence ? message : newest),
    undefined,
  );
}

/** The list with `changed` put in place by id, or added at its end. */
export function withMessage(messages: readonly Message[], changed: Message): Message[] {
  return messages.some((message) => message.id === changed.id)
    ? messages.map((message) => (message.id === changed.id ? changed : message))
    : [...messages, changed];
}
