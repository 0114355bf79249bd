import type { OfficeContentNode } from 'officeparser';
import type { Block } from '../block';
import type { BlockWriter } from '../blockWriter';
import { TableWriter } from '../tableWriter';

/** Turns the parser's tree into blocks. The parser limits how deep it is. */
export class RtfBlocks {
  readonly #writer: BlockWriter;

  constructor(writer: BlockWriter) {
    this.#writer = writer;
  }

  /** The blocks of one node of the outermost level. */
  of(node: OfficeContentNode): Block[] {
    if (node.type === 'table') this.#addTable(node);
    else if (node.type === 'heading') this.#writer.add('heading', textOf(node), node.metadata?.level ?? 1);
    else this.#writer.add('paragraph', labelOf(node) + textOf(node));
    for (const note of notesIn(node)) this.#writer.add('paragraph', textOf(note));
    return this.#writer.take();
  }

  #addTable(node: OfficeContentNode): void {
    const table = new TableWriter(this.#writer);
    for (const row of node.children ?? []) {
      table.beginRow();
      for (const cell of row.children ?? []) {
        table.beginCell();
        if (cell.type === 'cell') table.span(cell.metadata?.colSpan ?? 1);
        table.write(textOf(cell));
        table.endCell();
      }
      table.endRow();
    }
    table.end();
  }
}

function textOf(node: OfficeContentNode): string {
  return node.text ?? '';
}

function labelOf(node: OfficeContentNode): string {
  if (node.type !== 'list') return '';
  return node.metadata?.listType === 'ordered' ? `${node.metadata.itemIndex + 1}. ` : '- ';
}

function notesIn(node: OfficeContentNode): OfficeContentNode[] {
  return [...(node.notes ?? []), ...(node.children ?? []).flatMap(notesIn)];
}
