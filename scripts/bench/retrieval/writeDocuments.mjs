import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const filesAFolder = 1_000;

/**
 * Writes each document as a web page: its title is a heading, and no sign of its text means anything else.
 * @param {readonly { title: string, text: string }[]} documents
 * @param {string} folder
 */
export function writeDocuments(documents, folder) {
  for (const [index, { title, text }] of documents.entries()) {
    const file = path.join(folder, nameOf(index));
    if (index % filesAFolder === 0) mkdirSync(path.dirname(file), { recursive: true });
    const heading = title.trim() === '' ? '' : `<h1>${escaped(title)}</h1>\n`;
    const paragraphs = text.split(/\n\s*\n/).map((paragraph) => `<p>${escaped(paragraph)}</p>\n`);
    writeFileSync(
      file,
      `<!doctype html>\n<html><head><meta charset="utf-8"></head><body>\n${heading}${paragraphs.join('')}</body></html>\n`,
    );
  }
}

/**
 * @param {string} name Of a document inside its source.
 * @returns {number} Which document it is.
 */
export function indexOf(name) {
  return Number(path.basename(name, '.html'));
}

/** @param {number} index */
function nameOf(index) {
  return `${Math.floor(index / filesAFolder)}/${index}.html`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
