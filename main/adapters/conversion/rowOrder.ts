/** Enough rows for one write, few enough to let others have their turn in between. */
const pieceBytes = 1024 * 1024;

/**
 * The rows of a query or key weight in llama.cpp's order, one head a piece: inside each head, the two halves that turn
 * together stand side by side there, and one after the other in the model of its makers.
 *
 * @param rows a whole number of rows, a multiple of `2 * heads` of them
 */
export function* interleavedHeads(rows: Buffer, rowBytes: number, heads: number): Generator<Buffer> {
  const headBytes = rows.length / heads;
  const half = headBytes / rowBytes / 2;
  for (let start = 0; start < rows.length; start += headBytes) {
    const head = Buffer.allocUnsafe(headBytes);
    for (let row = 0; row < 2 * half; row += 1) {
      const from = start + ((row % 2) * half + Math.floor(row / 2)) * rowBytes;
      rows.copy(head, row * rowBytes, from, from + rowBytes);
    }
    yield head;
  }
}

/** A matrix with its rows and columns exchanged, a few of its new rows a piece. */
export function* transposedRows(matrix: Buffer, columns: number, elementBytes: 2 | 4): Generator<Buffer> {
  const elements = asElements(matrix, elementBytes);
  const rows = elements.length / columns;
  const columnsAtOnce = Math.max(1, Math.floor(pieceBytes / (rows * elementBytes)));
  for (let first = 0; first < columns; first += columnsAtOnce) {
    const end = Math.min(columns, first + columnsAtOnce);
    const piece = Buffer.alloc((end - first) * rows * elementBytes);
    const transposed = asElements(piece, elementBytes);
    for (let row = 0; row < rows; row += 1) {
      for (let column = first; column < end; column += 1) {
        transposed[(column - first) * rows + row] = elements[row * columns + column] ?? 0;
      }
    }
    yield piece;
  }
}

/** Only moved, never read as numbers, so the order of their bytes does not matter. */
function asElements(bytes: Buffer, elementBytes: 2 | 4): Uint16Array | Uint32Array {
  const { buffer, byteOffset, length } = bytes;
  return elementBytes === 2
    ? new Uint16Array(buffer, byteOffset, length / 2)
    : new Uint32Array(buffer, byteOffset, length / 4);
}
