import { isIP } from 'node:net';

/** Why an address that the user gave may not be asked, as a clause; null when it may. */
export function refusalOfAddress(url: URL): string | null {
  if (url.username !== '' || url.password !== '') return 'it has a name or password in it';
  if (url.protocol === 'https:') return null;
  if (url.protocol === 'http:' && isLoopback(url)) return null;
  return 'it is not an https address';
}

/**
 * Why a redirect may not be followed, as a clause; null when it may. A server on the internet must not make this
 * computer ask others in the local network, and nothing may fall back from https to http.
 *
 * That a public name can stand for a private address is not looked into: only https is left then, and a server in the
 * local network has no certificate for that name.
 */
export function refusalOfRedirect(original: URL, next: URL): string | null {
  if (isLoopback(original) && isLoopback(next) && ['http:', 'https:'].includes(next.protocol)) return null;
  const refusal = refusalOfAddress(next);
  if (refusal !== null) return refusal;
  if (next.protocol !== 'https:') return 'it is not an https address';
  if (next.hostname === original.hostname) return null;
  return isLocalName(next) ? 'it leads into the local network' : null;
}

/** Whether the address can only be this computer itself. */
export function isLoopback({ hostname }: URL): boolean {
  const host = bareHost(hostname);
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

/** Numbers in place of a name, and names that only a local network knows. */
function isLocalName({ hostname }: URL): boolean {
  const host = bareHost(hostname);
  return (
    isIP(host) !== 0 ||
    !host.includes('.') ||
    /\.(?:localhost|local|internal|intranet|lan|home|arpa)$/.test(host)
  );
}

/** URL has turned every spelling of an IPv4 address into dotted numbers already. */
function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
