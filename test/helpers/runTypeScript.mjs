/**
 * `node --import ./test/helpers/runTypeScript.mjs FILE.ts`: runs a source file of ours as it is. Node takes the types
 * away by itself; what it does not know is that our imports leave the extension out.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true;
    return nextResolve(isOurs ? `${specifier}.ts` : specifier, context);
  },
});
