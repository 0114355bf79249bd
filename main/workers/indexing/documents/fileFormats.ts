import type { DocumentFormat } from '../../../../preload/contract/knowledge';

/** Endings, in lower case and without the dot, by what they promise. */
const endings: Readonly<Record<DocumentFormat, string>> = {
  text: 'txt text log rst adoc asciidoc org tex ltx bib srt vtt',
  markdown: 'md markdown mdown mkd mkdn mdx qmd rmd',
  html: 'html htm xhtml xht shtml',
  pdf: 'pdf',
  docx: 'docx docm dotx dotm',
  pptx: 'pptx pptm potx potm ppsx ppsm',
  xlsx: 'xlsx xlsm xltx xltm',
  csv: 'csv tsv tab',
  odt: 'odt ott',
  epub: 'epub',
  rtf: 'rtf',
  eml: 'eml mht mhtml',
  ipynb: 'ipynb',
  json: 'json jsonl ndjson geojson webmanifest',
  code: [
    'js mjs cjs jsx ts mts cts tsx vue svelte astro css scss sass less styl',
    'py pyi pyw rb rake php pl pm lua r jl m mm swift kt kts java scala groovy gradle clj cljs cljc edn',
    'c h cc cpp cxx hh hpp hxx cs fs fsx vb go rs zig nim d dart ex exs erl hrl hs lhs ml mli elm lisp el scm rkt',
    'sh bash zsh fish ps1 psm1 bat cmd awk sed tcl vim sql graphql gql proto thrift',
    'yaml yml toml ini cfg conf properties env xml xsd xsl xslt svg plist jsonc json5 hcl tf nix cmake mk mak',
    'dockerfile asm s v sv vhd vhdl f f90 f95 for pas pp ada adb ads cob sol wat diff patch',
  ].join(' '),
};

const formatOfEnding = new Map<string, DocumentFormat>();
for (const [format, list] of Object.entries(endings)) {
  // The keys are those of the table above.
  for (const ending of list.split(' ')) formatOfEnding.set(ending, format as DocumentFormat);
}

/** Files that go without an ending. */
const codeNames = new Set([
  'makefile',
  'gnumakefile',
  'dockerfile',
  'containerfile',
  'rakefile',
  'gemfile',
  'cmakelists.txt',
]);

/** Formats whose files are text that anybody can open in an editor. */
const textFormats: ReadonlySet<DocumentFormat> = new Set([
  'text',
  'markdown',
  'html',
  'csv',
  'eml',
  'ipynb',
  'json',
  'code',
]);

/** Read as the file flows by and kept exactly as it is, so that a place in the text is a place in the file. */
const verbatimFormats: ReadonlySet<DocumentFormat> = new Set(['text', 'markdown', 'csv', 'json', 'code']);

/** What a file's name promises; null when it promises nothing. */
export function formatOfName(name: string): DocumentFormat | null {
  const lowerName = name.toLowerCase();
  if (codeNames.has(lowerName)) return 'code';
  const ending = endingOf(lowerName);
  return ending === null ? null : (formatOfEnding.get(ending) ?? null);
}

/** Without the dot, in lower case; null when there is none. */
export function endingOf(name: string): string | null {
  const dot = name.lastIndexOf('.');
  return dot <= 0 || dot === name.length - 1 ? null : name.slice(dot + 1).toLowerCase();
}

export function isTextFormat(format: DocumentFormat): boolean {
  return textFormats.has(format);
}

export function isVerbatimFormat(format: DocumentFormat): boolean {
  return verbatimFormats.has(format);
}
