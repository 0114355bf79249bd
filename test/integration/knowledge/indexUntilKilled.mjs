/**
 * Indexes what is in a data folder until it is killed. Runs the sources as they are. Argument: the data folder. Prints
 * `ready` once indexing has started.
 */
import { registerHooks } from 'node:module';

// The sources leave the endings of their imports to the bundler.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOurs = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/');
    return nextResolve(isOurs && !/\.\w+$/.test(specifier) ? `${specifier}.ts` : specifier, context);
  },
});
const { openKnowledgeAt } = await import('./knowledgeProcess.ts');
const { knowledge } = await openKnowledgeAt(process.argv[2], { graceMs: 500 });
knowledge.startIndexing();
process.stdout.write('ready\n');
setInterval(() => undefined, 60_000);
