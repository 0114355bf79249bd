import { create } from 'zustand';
import type { CitedPassage } from '../../../preload/contract/retrieval';

/** What the source viewer shows: a document, at a passage. */
export interface SourceView {
  documentId: string;
  /** The passage to bring into view and to mark. */
  ordinal: number;
  /** As an answer quoted it; shown in place of the document when that is gone. */
  citation?: CitedPassage;
}

interface SourceViewerState {
  /** Null: closed. */
  view: SourceView | null;
  /** Grows with every request, so that asking for the same passage again brings it into view again. */
  requests: number;
}

/** What stands beside the chat or the list of documents. */
export const useSourceViewer = create<SourceViewerState>(() => ({ view: null, requests: 0 }));

/** What had the focus when the viewer was opened; it gets it back. */
let opener: HTMLElement | null = null;

/** Opens the source viewer at a passage. */
export function showSource(view: SourceView): void {
  const { activeElement } = document;
  const isInViewer = activeElement?.closest('[data-source-viewer]') != null;
  if (activeElement instanceof HTMLElement && !isInViewer) opener = activeElement;
  useSourceViewer.setState(({ requests }) => ({ view, requests: requests + 1 }));
}

/** Closes the source viewer and gives the focus back to where it was opened from. */
export function closeSource(): void {
  if (useSourceViewer.getState().view === null) return;
  useSourceViewer.setState({ view: null });
  if (opener?.isConnected === true) opener.focus({ preventScroll: true });
  opener = null;
}
