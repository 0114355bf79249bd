/** What a worker must not inherit: options that change how Node runs, and anything that looks like a secret. */
const excludedNames = /^(NODE_OPTIONS|NODE_CHANNEL_FD|ELECTRON_.*)$|KEY|TOKEN|SECRET|PASSWORD/i;

/**
 * The environment of a worker: the system's own without secrets (a hostile model file might take over the worker), and
 * what the caller adds. Strings only, as Electron demands.
 */
export function workerEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.entries(inherited).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !excludedNames.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...added };
}
