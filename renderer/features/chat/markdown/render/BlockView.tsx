import { memo } from 'react';
import { groupParts, type Block } from '../split/blocks';
import { CodeBlockView } from './CodeBlockView';
import type { Drawing } from './drawing';
import { flowNode, itemContent } from './Flow';
import { ListView } from './ListView';
import { TableView } from './TableView';

interface BlockViewProps {
  block: Block;
  drawing: Drawing;
}

/** One block of an answer. A finished block is the same object for good, so it is drawn once. */
export const BlockView = memo(function BlockView({ block, drawing }: BlockViewProps) {
  switch (block.kind) {
    case 'leaf':
      return flowNode(block.node, { drawing, depth: 0, isGrowing: block.isGrowing });
    case 'code':
      return <CodeBlockView pieces={block.pieces} language={block.language} isGrowing={block.isGrowing} />;
    case 'list':
      return (
        <ListView
          isOrdered={block.isOrdered}
          start={block.start}
          groups={groupParts(block)}
          drawItem={itemContent}
          drawing={drawing}
          depth={1}
        />
      );
    case 'table':
      return (
        <TableView align={block.align} header={block.header} groups={groupParts(block)} drawing={drawing} />
      );
  }
});
