import { buildApplication } from '../../scripts/setup/build.mjs';

/** Builds out/ once before the tests that run built workers, unless it is up to date. */
export default async function setup(): Promise<void> {
  await buildApplication();
}
