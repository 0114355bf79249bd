import ignore, { type Ignore } from 'ignore';

/** What is left out of every folder; a pattern of the source that begins with `!` takes it in again. */
const defaultPatterns = [
  // Hidden: they hold settings and secrets, not documents.
  '.*',
  'node_modules/',
  'bower_components/',
  '__pycache__/',
  'site-packages/',
  'venv/',
  'virtualenv/',
  '$RECYCLE.BIN/',
  'System Volume Information/',
  'lost+found/',
  'Thumbs.db',
  'desktop.ini',
  // What an office program keeps beside a document that is open.
  '~$*',
];

/** Common words as well, so they count only in the folder of a program that is built there. */
const buildOutputs = new Set(['dist', 'build', 'out', 'target', 'obj', 'coverage', 'vendor', 'Pods']);
const projectMarkers = new Set([
  'package.json',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'pyproject.toml',
  'setup.py',
  'CMakeLists.txt',
  'Makefile',
  'go.mod',
  'composer.json',
  'Gemfile',
  'Podfile',
  'mix.exs',
  '.git',
]);

/** Whether a folder of this name holds what a build made, given the names beside it. */
export function isBuildOutput(name: string, siblings: ReadonlySet<string>): boolean {
  if (!buildOutputs.has(name)) return false;
  for (const sibling of siblings) {
    if (projectMarkers.has(sibling) || sibling.endsWith('.csproj') || sibling.endsWith('.sln')) return true;
  }
  return false;
}

/** The rules that a source itself has: ours and the user's. */
export class SourceRules {
  readonly #rules: Ignore;

  /** @param excludes patterns as in a .gitignore file */
  constructor(excludes: readonly string[]) {
    this.#rules = ignore().add([...defaultPatterns, ...excludes]);
  }

  /** @param path inside the source, with forward slashes */
  test(path: string, isFolder: boolean): { isExcluded: boolean; isWanted: boolean } {
    const { ignored, unignored } = this.#rules.test(isFolder ? `${path}/` : path);
    return { isExcluded: ignored, isWanted: unignored };
  }
}

/** The rules of one .gitignore file. */
export class FolderRules {
  readonly #folder: string;
  readonly #rules: Ignore;

  /** @param folder where the file lies inside the source, with forward slashes; empty for the source itself */
  constructor(folder: string, text: string) {
    this.#folder = folder === '' ? '' : `${folder}/`;
    // As Git takes them on this system.
    this.#rules = ignore({ ignorecase: process.platform !== 'linux' }).add(text);
  }

  /** Null where this file says nothing about the path. */
  isExcluded(path: string, isFolder: boolean): boolean | null {
    const inside = path.slice(this.#folder.length);
    const { ignored, unignored } = this.#rules.test(isFolder ? `${inside}/` : inside);
    if (ignored) return true;
    return unignored ? false : null;
  }
}

/** Whether .gitignore files leave a path out: the one nearest to it that says anything decides. */
export function isGitIgnored(rules: readonly FolderRules[], path: string, isFolder: boolean): boolean {
  return rules.map((own) => own.isExcluded(path, isFolder)).findLast((answer) => answer !== null) ?? false;
}

/** A pattern that leaves out exactly this file. */
export function patternFor(path: string): string {
  return `/${path.replace(/[\\*?[\]!# ]/g, '\\$&')}`;
}
