import type { CitedPassage } from '../../../preload/contract/retrieval';
import type { LanguageModel } from '../languageModel';
import { passageBlock } from './groundedQuestion';

/** Sizes of passages with the delimiters around them, in the model's tokens. */
export function countPassages(model: LanguageModel, passages: readonly CitedPassage[]): Promise<number[]> {
  return passages.length === 0 ? Promise.resolve([]) : model.countTokens(passages.map(passageBlock));
}

/** The same for texts whose place is not known yet. */
export function countTexts(model: LanguageModel, texts: readonly string[]): Promise<number[]> {
  return countPassages(model, texts.map(samplePassage));
}

/** A passage with a name and a place of ordinary length. */
export function samplePassage(text: string): CitedPassage {
  return {
    number: 10,
    documentId: '',
    documentName: 'a folder/the name of a document.pdf',
    fromOrdinal: 0,
    toOrdinal: 0,
    startOffset: 0,
    endOffset: 0,
    place: { page: 100, slide: null, sheet: null, headingPath: ['A chapter', 'A section of it'] },
    text,
  };
}
