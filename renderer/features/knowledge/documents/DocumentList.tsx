import { EmptyState, ScrollArea, Skeleton, Stack } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { IconFiles } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ErrorAlert } from '../../../components/errors/ErrorAlert';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import type { KnowledgeDocument } from '../../../../preload/contract/knowledge';
import { fileNameOf } from '../../sourceViewer/placeWords';
import { useRemoveDocument, type DocumentFilter } from '../queries';
import { DocumentRow } from './DocumentRow';
import classes from './documents.module.css';
import { useDocumentPages } from './useDocumentPages';
import { useRowKeys } from './useRowKeys';

const rowHeightPx = 56;

interface DocumentListProps {
  filter: DocumentFilter;
  /** Whether nothing found means that nothing matches. */
  isFiltered: boolean;
}

/** Files with their state. Only the rows in view exist, so ten thousand files scroll like ten. */
export function DocumentList({ filter, isFiltered }: DocumentListProps) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const { total, error, documentAt } = useDocumentPages(filter, range.first, range.last);
  const [doomed, setDoomed] = useState<KnowledgeDocument | null>(null);
  if (total === null) {
    if (error !== null) return <ErrorAlert error={error} />;
    return (
      <Stack gap="xs" role="status" aria-label="Reading the list of files">
        <Skeleton h={rowHeightPx} />
        <Skeleton h={rowHeightPx} />
      </Stack>
    );
  }
  if (total === 0) {
    return (
      <EmptyState
        size="sm"
        py="lg"
        icon={<IconFiles aria-hidden />}
        title={isFiltered ? 'No file is like that' : 'No files here'}
        description={
          isFiltered
            ? 'Choose another state, or clear the part of the name.'
            : 'Loam found nothing in it that it can read.'
        }
      />
    );
  }
  return (
    <>
      <Rows
        total={total}
        documentAt={documentAt}
        onRange={(first, last) => {
          if (first !== range.first || last !== range.last) setRange({ first, last });
        }}
        onRemove={setDoomed}
      />
      <RemoveDocumentDialog document={doomed} onClose={() => setDoomed(null)} />
    </>
  );
}

interface RowsProps {
  total: number;
  documentAt: (index: number) => KnowledgeDocument | undefined;
  onRange: (first: number, last: number) => void;
  onRemove: (document: KnowledgeDocument) => void;
}

function Rows({ total, documentAt, onRange, onRemove }: RowsProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const keys = useRowKeys(total, viewport);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: total,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => documentAt(index)?.id ?? index,
    overscan: 6,
    onChange: ({ range }) => {
      if (range !== null) onRange(range.startIndex, range.endIndex);
    },
    // The row that Tab reaches always exists, however far the list is scrolled.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return indexes.includes(keys.current) || keys.current >= total
        ? indexes
        : [...indexes, keys.current].sort((a, b) => a - b);
    },
  });
  return (
    <ScrollArea.Autosize
      className={classes.frame}
      mah="max(280px, calc(100dvh - 420px))"
      viewportRef={viewport}
      type="auto"
      scrollbarSize={10}
    >
      <div
        role="list"
        aria-label="Files"
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={(event) => keys.onKeyDown(event, (index) => virtualizer.scrollToIndex(index))}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            ref={virtualizer.measureElement}
            role="listitem"
            aria-setsize={total}
            aria-posinset={index + 1}
            data-index={index}
            className={classes.row}
            style={{ transform: `translateY(${start}px)` }}
            onFocus={() => keys.setCurrent(index)}
          >
            <DocumentRow
              document={documentAt(index)}
              isTabStop={index === keys.current}
              onRemove={onRemove}
            />
          </div>
        ))}
      </div>
    </ScrollArea.Autosize>
  );
}

interface RemoveDocumentDialogProps {
  document: KnowledgeDocument | null;
  onClose: () => void;
}

function RemoveDocumentDialog({ document, onClose }: RemoveDocumentDialogProps) {
  const remove = useRemoveDocument();
  return (
    <ConfirmDialog
      title={document === null ? null : `Leave “${fileNameOf(document.name)}” out?`}
      message="No search finds it any more, from now on. The file stays where it is and as it is. In a folder it is added to what is left out, where it can be taken in again."
      confirmLabel="Leave it out"
      onConfirm={() => {
        if (document === null) return;
        remove.mutate(document.id, {
          onError: (error) => notifyError(error, { title: `${document.name} was not left out` }),
        });
      }}
      onClose={onClose}
    />
  );
}
