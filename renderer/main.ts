import { installTrustedTypesPolicy } from './trustedTypes';

installTrustedTypesPolicy();

// Everything else comes in a chunk of its own, style sheets included, so that the page's skeleton is painted first.
void import('./start').then(({ start }) => start());
