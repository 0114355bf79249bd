import { RenderingCancelledException, TextLayer, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { matchPassage } from './matchPassage';

export interface PageDrawing {
  page: PDFPageProxy;
  canvas: HTMLCanvasElement;
  /** Takes the page's text, so that it can be selected, marked and read aloud. */
  textContainer: HTMLDivElement;
  /** Of the page on screen, in CSS pixels. */
  widthPx: number;
  /** What is marked; null: nothing. */
  passage: string | null;
  signal: AbortSignal;
}

/** A page with more pixels than this would take more memory than it is worth. */
const mostPixels = 16_000_000;

/**
 * Draws a page with its text over it, and marks the passage. Resolves to the first marked piece of text; null when the
 * passage was not found or the drawing was given up.
 *
 * @throws Error when the page cannot be drawn
 */
export async function drawPage(drawing: PageDrawing): Promise<HTMLElement | null> {
  const { page, canvas, textContainer, widthPx, passage, signal } = drawing;
  const scale = widthPx / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const density = Math.min(
    window.devicePixelRatio,
    Math.sqrt(mostPixels / Math.max(1, viewport.width * viewport.height)),
  );
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  canvas.style.width = `${viewport.width}px`;
  canvas.style.height = `${viewport.height}px`;
  const task = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
  const cancel = () => task.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await task.promise;
  } catch (error) {
    if (error instanceof RenderingCancelledException) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  return signal.aborted ? null : layText({ page, container: textContainer, viewport, passage, signal });
}

interface TextOptions {
  page: PDFPageProxy;
  container: HTMLDivElement;
  viewport: ReturnType<PDFPageProxy['getViewport']>;
  passage: string | null;
  signal: AbortSignal;
}

async function layText({
  page,
  container,
  viewport,
  passage,
  signal,
}: TextOptions): Promise<HTMLElement | null> {
  container.replaceChildren();
  container.style.setProperty('--total-scale-factor', String(viewport.scale));
  const layer = new TextLayer({ textContentSource: await page.getTextContent(), container, viewport });
  await layer.render();
  if (signal.aborted || passage === null) return null;
  const matches = matchPassage(layer.textContentItemsStr, passage);
  const marked = layer.textDivs.filter((_, index) => matches[index] === true);
  for (const element of marked) element.dataset['marked'] = 'true';
  return marked[0] ?? null;
}
