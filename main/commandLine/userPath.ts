import { resolve } from 'node:path';

/** A path as the user typed it. npm runs scripts in the project's folder and says where it was called. */
export function userPath(path: string, environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment['INIT_CWD'] ?? '.', path);
}
