import { LoamError } from '../../preload/contract/errors';
import { parseUrl } from './appScheme';

const allowedSchemes: readonly string[] = ['http:', 'https:', 'mailto:'];
const maximumLength = 4096;

/**
 * The address that may be handed to the system, exactly as it will be opened, so that what people confirm is what
 * opens.
 *
 * @throws LoamError link/refused for any scheme but http, https and mailto, for credentials in the address, and for
 * text that is no address
 */
export function checkedLink(text: string): string {
  const url = text.length <= maximumLength ? parseUrl(text) : null;
  if (url === null) throw refusal('This is not a complete address.');
  if (!allowedSchemes.includes(url.protocol)) {
    throw refusal(
      `Links that start with “${url.protocol.slice(0, 40)}” can start programs, so Loam does not open them.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refusal('This address carries a user name or a password, which hides where it leads.');
  }
  if (url.href.length > maximumLength) throw refusal('This address is too long to be shown whole.');
  return url.href;
}

function refusal(reason: string): LoamError {
  return new LoamError('link/refused', `${reason} You can copy it instead.`);
}
