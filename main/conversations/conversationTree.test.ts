import { expect, test } from 'vitest';
import { newestLeaf, type TreeNode } from './conversationTree';

// 1 ─┬─ 2 ─── 5 ─── 6
//    └─ 3 ─┬─ 4
//          └─ 7
const tree: TreeNode[] = [
  { id: '1', parentId: null },
  { id: '2', parentId: '1' },
  { id: '3', parentId: '1' },
  { id: '4', parentId: '3' },
  { id: '5', parentId: '2' },
  { id: '6', parentId: '5' },
  { id: '7', parentId: '3' },
];

test.each([
  ['1', '7', 'the youngest of all'],
  ['2', '6', 'the end of a line'],
  ['3', '7', 'the younger of two'],
  ['4', '4', 'a leaf is its own'],
])('the newest leaf below %s is %s: %s', (id, leaf) => {
  expect(newestLeaf(tree, id)).toBe(leaf);
});

test('another root is not below', () => {
  expect(newestLeaf([...tree, { id: '8', parentId: null }], '1')).toBe('7');
});
