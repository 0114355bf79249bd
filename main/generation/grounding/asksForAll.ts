import { contentWordsOf } from './words';

/** For a summary, or what a document is about. */
const summary =
  /summar|overview|\bgist\b|tl;?dr|\boutline\b|(?:key|main|most important) (?:points?|ideas?|topics?|findings?|takeaways?|messages?)|what (?:is|does|are|do) (?:this|the|these|it|that)\b.*\b(?:about|say|contain|cover)\b|what'?s (?:in|it) |zusammenfass|fass\p{L}*.* zusammen|überblick|worum geht|hauptpunkte|kernaussagen?|résum|aperçu|de quoi (?:parle|traite|s'agit)|points (?:clés|principaux)|resum|de qué (?:trata|habla)|puntos (?:clave|principales)|riassu|di cosa (?:parla|tratta)|punti (?:chiave|principali)|do que (?:se )?(?:trata|fala)|pontos (?:chave|principais)|samenvat|vat .* samen|waar gaat .* over|кратк|резюм|о ч[её]м|总结|概述|摘要|主要内容|要約|概要|まとめ/iu;

/** For a number of things, or each of them. */
const enumeration =
  /\bhow many\b|\bnumber of\b|\bcount\b|\blist\b|\ball (?:of )?the\b|\bevery\b|wie viele|anzahl|aufzähl|\balle[rsn]?\b|combien|énum|tou(?:s|tes) les|cuánt[oa]s|todos? l[oa]s|quant[ieoa]s?\b|tutt[ei] |tod[oa]s [oa]s|hoeveel|сколько|перечисл|\bвсе\b|多少|几个|列出|いくつ|すべて/iu;

/** What a document is called, and how long a summary is to be. */
const generalWords = new Set(
  `document documents file files pdf text report reports page pages paper book article contract manual letter chapter
  attachment attached content contents whole entire one two three four five ten few bullet bullets point points main key
  important ideas topics findings takeaways brief briefly quick gist overview outline about dokument dokuments datei text
  bericht buch vertrag inhalt ganze ganzen kurz drei überblick worum geht fichier rapport livre contrat contenu
  texte documento archivo informe libro contrato contenido texto file rapporto libro contratto contenuto testo arquivo
  relatório livro conteúdo bestand verslag boek tekst inhoud документ файл отчёт текст книга`
    .trim()
    .split(/\s+/u),
);

/** Whether a question is about a document as a whole, so that no passage is nearer to it than another. */
export function asksForSummary(question: string): boolean {
  const words = contentWordsOf(question).filter((word) => !generalWords.has(word) && !summary.test(word));
  return (
    summary.test(question) &&
    words.every((word) =>
      /^(?:fass\p{L}*|zusammen|vat|samen|parle|traite|trata|habla|parla|gaat|cover|contain|tl|dr|gib|документ\p{L}*|файл\p{L}*)$/u.test(
        word,
      ),
    )
  );
}

/** Whether the answer may stand in every part of a document: a count, a list, a summary. */
export function asksForAll(question: string): boolean {
  return enumeration.test(question) || asksForSummary(question);
}
