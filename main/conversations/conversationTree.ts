/** A message as a node: what the tree's own questions need to know of it. */
export interface TreeNode {
  id: string;
  parentId: string | null;
}

/**
 * The youngest message at or below `messageId`, which is a leaf because every message is younger than its parent.
 *
 * @param messages the whole tree in order of creation; holds `messageId`
 */
export function newestLeaf(messages: readonly TreeNode[], messageId: string): string {
  const below = new Set([messageId]);
  let newest = messageId;
  for (const message of messages) {
    if (message.parentId !== null && below.has(message.parentId)) {
      below.add(message.id);
      newest = message.id;
    }
  }
  return newest;
}
