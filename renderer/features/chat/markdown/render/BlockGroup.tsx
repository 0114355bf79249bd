import { memo } from 'react';
import type { Block } from '../split/blocks';
import { BlockView } from './BlockView';
import type { Drawing } from './drawing';
import classes from './Markdown.module.css';

interface BlockGroupProps {
  blocks: readonly Block[];
  drawing: Drawing;
}

/**
 * Neighbouring blocks. A group whose blocks are all finished keeps its identity, so React passes over it at once; and
 * the browser need not lay out or paint the groups that are out of view.
 */
export const BlockGroup = memo(function BlockGroup({ blocks, drawing }: BlockGroupProps) {
  return (
    <div className={classes.group}>
      {blocks.map((block) => (
        <BlockView key={block.key} block={block} drawing={drawing} />
      ))}
    </div>
  );
});
