/**
 * Run after `npm install PACKAGE` with a registry that does not hold every platform's optional packages:
 *
 *     node scripts/setup/completeLock.mjs
 *
 * Adds the entries that package-lock.json lacks, so that `npm ci` takes it and users of those platforms get the packages.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { entryOfOtherPlatform, missingOptionalPackages } from './lockedPackages.mjs';

const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
let isComplete = true;
for (const missing of missingOptionalPackages(lock.packages)) {
  const entry = entryOfOtherPlatform(missing, lock.packages[missing.parent]);
  if (entry === undefined) {
    isComplete = false;
    process.stderr.write(
      `Left out: ${missing.name} ${missing.version}, whose platform is not in its name.\n`,
    );
  } else {
    lock.packages[`node_modules/${missing.name}`] = entry;
    process.stdout.write(`Added ${missing.name} ${missing.version}.\n`);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
process.exitCode = isComplete ? 0 : 1;
