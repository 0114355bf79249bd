/**
 * Adds adapters one after another and prints the id of each that was added, until it is killed. Runs the sources as they
 * are: arguments are the data folder, the models' folder of the set-up, and the adapters' paths.
 */
import { registerHooks } from 'node:module';

// The sources leave the endings of their imports to the bundler.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const isOurs = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/');
    return nextResolve(isOurs && !specifier.endsWith('.ts') ? `${specifier}.ts` : specifier, context);
  },
});
const { openKillableAdapters } = await import('./killableAdapters.ts');
const [home, starterModelsFolder, ...paths] = process.argv.slice(2);
const { adapters } = await openKillableAdapters(home, starterModelsFolder);
await adapters.tidy();
process.stdout.write('ready\n');
for (const path of paths) {
  const { id } = await adapters.add(path, null);
  process.stdout.write(`${id}\n`);
}
