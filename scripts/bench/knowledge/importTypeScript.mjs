import { registerHooks } from 'node:module';
import path from 'node:path';

let isRegistered = false;

/**
 * Imports a source file of ours as it is. Node takes the types away by itself; what it does not know is that our imports
 * leave the extension out. Unlike a bundler's runner it also serves what is imported later, while the core is at work.
 * @param {URL} file
 * @returns {Promise<any>} Its exports.
 */
export function importTypeScript(file) {
  if (!isRegistered) {
    isRegistered = true;
    registerHooks({
      resolve(specifier, context, nextResolve) {
        const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true;
        const isWithoutExtension = !/^\.(ts|m?js|json)$/.test(path.extname(specifier));
        return nextResolve(isOurs && isWithoutExtension ? `${specifier}.ts` : specifier, context);
      },
    });
  }
  return import(file.href);
}
