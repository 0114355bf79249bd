/** Ways out that a parser might know. Nothing that is read here is ever fetched. */
const waysOut = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];

/** Takes the network away from the scripts of this thread. */
export function forbidNetwork(): void {
  for (const name of waysOut) Reflect.deleteProperty(globalThis, name);
}
