/** A place on a model hub. The path is empty for a whole repository. */
export interface HubAddress {
  repository: string;
  revision: string;
  path: string;
}

/** The place that a path on the hub means; null when it is none. `/owner/name`, `/owner/name/tree/REVISION`, `/owner/name/{blob,resolve,raw}/REVISION/PATH`. */
export function parsePath(pathname: string): HubAddress | null {
  let segments: string[];
  try {
    segments = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    // A stray % sign: no address of the hub.
    return null;
  }
  const [owner = '', name = '', view, revision = 'main', ...rest] = segments;
  const repository = `${owner}/${name}`;
  if (
    !isRepositoryName(repository) ||
    ['api', 'datasets', 'spaces', 'models', 'docs', 'blog'].includes(owner)
  )
    return null;
  if (!/^[\w-][\w./-]{0,99}$/.test(revision)) return null;
  if (view === undefined || view === 'tree') return { repository, revision, path: '' };
  if (!['blob', 'resolve', 'raw'].includes(view) || rest.length === 0)
    return { repository, revision: 'main', path: '' };
  return { repository, revision, path: rest.join('/') };
}

/** Whether a text can be `owner/name` on the hub. */
export function isRepositoryName(text: string): boolean {
  return /^[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}$/.test(text) && !text.includes('..');
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
