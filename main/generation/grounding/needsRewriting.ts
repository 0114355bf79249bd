import { type Language, likelyLanguages } from './functionWords';
import { contentWordsOf, unspacedScripts, wordsOf } from './words';

/** How a language refers back to what was said before. */
interface References {
  /** At the beginning: the question carries on from the one before. */
  opening: RegExp;
  /** Words that stand for something said before, unless it was said earlier in the same question. */
  pronoun: RegExp;
  /** The same words where they refer to nothing ("is it possible"), or to the documents ("this file"). */
  notReferring: RegExp;
  /** Refers back wherever it stands. */
  always: RegExp;
}

const documentNouns =
  'document|file|pdf|text|report|page|paper|book|article|chat|conversation|folder|collection|spreadsheet|table|' +
  'presentation|letter|contract|manual|code|note|notes|email|year|month|week|app|computer';

/** Word borders that know letters outside ASCII, which \b does not. */
function words(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'giu');
}

function opening(alternatives: string): RegExp {
  return new RegExp(`^(?:${alternatives})(?![\\p{L}\\p{N}])`, 'iu');
}

function anywhere(alternatives: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})`, 'iu');
}

const end = '\\s*[?.!]*\\s*$';

const references: Record<Language, References> = {
  en: {
    opening: opening(
      `and|but|or|also|what about|how about|why not|then|same (?:for|with|question)|(?:in|for|from|with|without|at|by|since|until) (?:[\\w'-]+[, ]*){1,3}${end}`,
    ),
    pronoun: words("he|she|it|it's|they|him|her|hers|his|its|them|their|theirs|these|those|this"),
    notReferring: words(
      `(?:is|isn't|was|would|will) it (?:\\w+ ){0,1}(?:possible|allowed|true|necessary|ok|okay|safe|legal|common|better|worth|raining|important|normal|required)|it (?:is|was) (?:possible|allowed|true|necessary|important|required)|(?:does|did|will|would) it (?:take|cost) (?:\\w+ ){0,3}to|what time is it|(?:these|those|this) (?:${documentNouns})s?`,
    ),
    always: anywhere(
      `(?:about|of|like|for|with|after|before|on|to|from|than|by|does|did|do|is|was|why|how|explain|mean) that(?![\\p{L}])|that${end}|^that (?!is )|(?:which|that|this|another|other|first|second|third|last|next|previous) ones?(?![\\p{L}])|the (?:\\w+ )ones?(?![\\p{L}])|the (?:first|second|third|fourth|fifth|last|next|previous|rest|remaining)${end}|the (?:same|others?|former|latter)(?![\\p{L}])|(?:what|who|where|anything|anyone) else|which (?:is|was|are|costs|has) (?:the )?\\w+${end}|(?:both|neither) of|you (?:just )?(?:said|mentioned)|your (?:last|previous|first) (?:answer|point)|mentioned (?:above|before|earlier)`,
    ),
  },
  de: {
    opening: opening(
      `und|aber|oder|auch|dann|was ist mit|wie ist es mit|wie sieht es|(?:in|für|mit|ohne|bei|seit|ab) (?:[\\p{L}\\p{N}-]+[, ]*){1,3}${end}`,
    ),
    pronoun: words(
      'er|sie|ihn|ihm|ihr|ihre|ihren|ihrem|ihnen|dessen|deren|dieser|diese|dieses|diesen|diesem|es|sein|seine',
    ),
    notReferring: words(
      'gibt es|es gibt|ist es (?:möglich|erlaubt|wahr|nötig|wichtig)|dauert es|(?:dieser|diese|dieses|diesen|diesem) (?:dokuments?|datei|text|textes|bericht|berichts|seite|vertrag|vertrags|tabelle|buch|ordner)|zu sein|sein (?:kann|soll|darf)',
    ),
    always: anywhere(
      `(?:davon|dazu|damit|dafür|daran|darauf|darüber|darin|dabei|danach|letztere[rsn]?|erstere[rsn]?)(?![\\p{L}])|(?:der|die|das|den|dem) (?:erste|zweite|dritte|letzte|andere|nächste|vorige|selbe)n?${end}|(?:der|die|das)selbe|das${end}|(?:bedeutet|heißt|ist|war|geht|funktioniert) das (?:genau|so|denn)?${end}|sonst noch`,
    ),
  },
  fr: {
    opening: opening(
      `et|mais|ou bien|alors|aussi|qu'en est-il|quid|(?:en|pour|avec|sans|dans|depuis) (?:[\\p{L}\\p{N}'-]+[, ]*){1,3}${end}`,
    ),
    pronoun: words('il|elle|ils|elles|lui|leur|leurs|sa|son|ses'),
    notReferring: words(
      'il y a|y a-t-il|a-t-il|est-il (?:possible|vrai|permis|nécessaire)|il (?:faut|est possible|est nécessaire)|faut-il|(?:son|sa|ses) propre',
    ),
    always: anywhere(
      `(?:celui|celle|ceux|celles|cela|ça|ceci)(?![\\p{L}])|ce dernier|cette dernière|(?:le|la|les) (?:premier|première|deuxième|second|seconde|troisième|dernier|dernière|autre|autres|même|mêmes)s?${end}|quoi d'autre`,
    ),
  },
  es: {
    opening: opening(
      `y|pero|también|entonces|qué tal|qué hay de|(?:en|para|con|sin|desde) (?:[\\p{L}\\p{N}-]+[, ]*){1,3}${end}`,
    ),
    pronoun: words('él|ella|ellos|ellas|ello|su|sus|ese|esa|esos|esas'),
    notReferring: words('(?:ese|esa|esos|esas) (?:documento|archivo|texto|informe)s?'),
    always: anywhere(
      `(?:eso|aquello|aquel|aquella)(?![\\p{L}])|(?:el|la|los|las) (?:primer[oa]|segund[oa]|tercer[oa]|últim[oa]|otr[oa]|mism[oa])s?${end}|qué más|quién más`,
    ),
  },
  it: {
    opening: opening(
      `e|ma|anche|allora|che ne dici|che mi dici|(?:in|per|con|senza|da) (?:[\\p{L}\\p{N}'-]+[, ]*){1,3}${end}`,
    ),
    pronoun: words('lui|lei|loro|esso|essa|essi|esse|suo|sua|suoi|sue'),
    notReferring: words('(?!)'),
    always: anywhere(
      `(?:ciò|quello|quella|quelli|quelle)(?! che)(?![\\p{L}])|(?:il|la|i|le) (?:prim[oa]|second[oa]|terz[oa]|ultim[oa]|stess[oa])${end}|l'(?:altr[oa]|ultim[oa])${end}|cos'altro|chi altro`,
    ),
  },
  pt: {
    opening: opening(
      `e|mas|também|então|e quanto|(?:em|para|com|sem|desde) (?:[\\p{L}\\p{N}-]+[, ]*){1,3}${end}`,
    ),
    pronoun: words('ele|ela|eles|elas|dele|dela|deles|delas|seu|sua|seus|suas|esse|essa|esses|essas'),
    notReferring: words('(?:esse|essa|esses|essas) (?:documento|arquivo|ficheiro|texto|relatório)s?'),
    always: anywhere(
      `(?:isso|disso|nisso)(?![\\p{L}])|(?:o|a|os|as) (?:primeir[oa]|segund[oa]|terceir[oa]|últim[oa]|outr[oa]|mesm[oa])s?${end}|o que mais`,
    ),
  },
  nl: {
    opening: opening(
      `en|maar|ook|of|dan|hoe zit het|(?:in|voor|met|zonder|sinds) (?:[\\p{L}\\p{N}-]+[, ]*){1,3}${end}`,
    ),
    pronoun: words('hij|zij|ze|hem|haar|hun|hen|deze'),
    notReferring: words('deze (?:map|pagina|tekst|tabel)'),
    always: anywhere(
      `(?:ervan|daarvan|ermee|daarmee|daarover|daarbij|daarna)(?![\\p{L}])|(?:de|het) (?:eerste|tweede|derde|laatste|andere|volgende|zelfde)${end}|(?:betekent|is|was|werkt) dat${end}|wat nog meer|wie nog meer`,
    ),
  },
  ru: {
    opening: opening(`и|а|но|или|тоже|также|тогда|(?:в|на|для|без|с) (?:[\\p{L}\\p{N}-]+[, ]*){1,3}${end}`),
    pronoun: words('он|она|оно|они|его|её|ее|их|ему|ей|им|нём|ней|них'),
    notReferring: words('(?!)'),
    always: anywhere(
      `(?:это|этого|этом|этому)${end}|(?:перв|втор|трет|последн|друг)[\\p{L}]{1,4}${end}|что ещё|кто ещё`,
    ),
  },
};

const clauseBorder =
  /[,;:]|(?<!\p{L})(?:and|but|when|if|because|while|after|before|und|wenn|weil|et|quand|si|y|cuando|e|quando|en|als|и|если|когда)(?!\p{L})/giu;

/** For scripts without spaces: a pronoun, an opening like "and", or the ending 呢 ("and what about ...?"). */
const unspacedReference =
  /[它他她]|那个|这个(?!文件|文档)|(?:^|[，。])(?:那|还有|另外)|第[一二三四五]个(?:呢|吗)?|呢[？?]?$|それ|これ(?!ら?の(?:文書|ファイル))|あれ|その|彼|では|もう一つ/u;
const fewCharacters = 4;
const fewWords = 2;
/** Who writes more than this has said what it is about. */
const mostCharacters = 400;

/**
 * Whether a question can only be understood together with what was said before it, so that searching for its bare words
 * would find nothing: pronouns, "and the second one?", or too few words to name a topic.
 *
 * @param history the messages before the question
 */
export function needsRewriting(
  question: string,
  history: readonly { role: string; text: string }[],
): boolean {
  if (!history.some(({ role, text }) => role === 'user' && text.trim() !== '')) return false;
  const text = question
    .normalize('NFC')
    .replaceAll('’', "'")
    .replace(/^[\s¿¡"“]+/u, '')
    .trim();
  if (text.length > mostCharacters) return false;
  if (unspacedScripts.test(text))
    return Array.from(text).length <= fewCharacters || unspacedReference.test(text);
  const words = wordsOf(text);
  if (words.length <= fewWords || contentWordsOf(text).length === 0) return true;
  return likelyLanguages(words).some((language) => refersBack(text, references[language]));
}

function refersBack(text: string, { opening, pronoun, notReferring, always }: References): boolean {
  if (opening.test(text)) return true;
  const referring = text.replace(notReferring, (match) => '_'.repeat(match.length));
  if (always.test(referring)) return true;
  // Polite "Sie" and "Ihr" are written with a capital letter and refer to the reader.
  return [...referring.matchAll(pronoun)].some(
    (match) => !/^(?:Sie|Ihr|Ihre[nm]?)$/.test(match[0]) && !isSaidBefore(text.slice(0, match.index)),
  );
}

/** Whether what a pronoun stands for is named earlier in the same question: "What is a cache and how does it work?" */
function isSaidBefore(before: string): boolean {
  const lastBorder = [...before.matchAll(clauseBorder)].at(-1);
  return lastBorder !== undefined && contentWordsOf(before.slice(0, lastBorder.index)).length > 0;
}
