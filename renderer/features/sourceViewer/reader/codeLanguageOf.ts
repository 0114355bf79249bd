/** The language of a file of source code, by the end of its name; null where the name says nothing. */
export function codeLanguageOf(name: string): string | null {
  const fileName = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  if (fileName === 'makefile') return 'makefile';
  const extension = /\.([a-z0-9+]+)$/.exec(fileName)?.[1];
  if (extension === undefined) return null;
  return languages[extension] ?? extension;
}

/** Where the ending is not what the grammar is called by. */
const languages: Readonly<Record<string, string>> = {
  ipynb: 'python',
  mts: 'typescript',
  cts: 'typescript',
  bash: 'bash',
  zsh: 'bash',
  htm: 'xml',
  vue: 'xml',
  svelte: 'xml',
  h: 'c',
};
