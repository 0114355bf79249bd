import { describe, expect, test } from 'vitest';
import { asksForAll, asksForSummary } from './asksForAll';

describe('a question about the whole document is recognised', () => {
  test.each([
    'Summarize this document',
    'Summarise it',
    'Can you give me a brief summary of the report in three sentences?',
    'What is this document about?',
    'What are the main points?',
    'Give me an overview',
    'tl;dr',
    'Fasse das Dokument zusammen',
    'Gib mir eine Zusammenfassung',
    'Worum geht es in dem Vertrag?',
    'Résume ce document',
    'De quoi parle ce fichier ?',
    'Resume este documento',
    'Riassumi il documento',
    'Vat het document samen',
    'Кратко о документе',
    '请总结这份文件',
    'この文書を要約してください',
  ])('%s', (question) => {
    expect(asksForSummary(question)).toBe(true);
    expect(asksForAll(question)).toBe(true);
  });
});

describe('a question about one thing in it is not', () => {
  test.each([
    'Summarize the termination clause',
    'What does the River pump cost?',
    'Who is the author of this document?',
    'What is the summary of benefits for pensioners?',
    'Wie lange ist die Garantie?',
  ])('%s', (question) => {
    expect(asksForSummary(question)).toBe(false);
    expect(asksForAll(question)).toBe(false);
  });
});

describe('a count or a list may need every part', () => {
  test.each([
    'How many pumps are there?',
    'List all the suppliers',
    'Wie viele Pumpen gibt es?',
    'Сколько насосов?',
  ])('%s', (question) => {
    expect(asksForAll(question)).toBe(true);
    expect(asksForSummary(question)).toBe(false);
  });
});
