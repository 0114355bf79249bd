import type { ClipboardEvent } from 'react';
import { pathOfFile } from '../../../api';
import type { DroppedFile } from '../../../components/DropArea';

/** The files that a paste brings and that lie on the disk. A picture out of a browser lies nowhere. */
export function pastedFiles({ clipboardData }: ClipboardEvent): DroppedFile[] {
  return [...clipboardData.files]
    .map((file) => ({ path: pathOfFile(file), bytes: file.size }))
    .filter(({ path }) => path !== '');
}
