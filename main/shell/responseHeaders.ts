const denied = "'none'";
const own = "'self'";

/**
 * The page's content security policy.
 *
 * Scripts: own files only. Styles: own files, and style elements that carry this response's nonce, because the
 * component library writes its theme into one. The only Trusted Types policy is the renderer's default one. Nothing
 * that reaches another origin is allowed anywhere.
 *
 * @param styleNonce random for each response
 */
export function contentSecurityPolicy(styleNonce: string): string {
  const directives: Record<string, string[]> = {
    'default-src': [denied],
    'script-src': [own],
    'style-src': [own, `'nonce-${styleNonce}'`],
    'img-src': [own, 'blob:'],
    'font-src': [own],
    'connect-src': [own],
    'base-uri': [denied],
    'form-action': [denied],
    'frame-ancestors': [denied],
    'frame-src': [denied],
    'object-src': [denied],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['default'],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** For every response of the app's scheme, the page's as well as a script's. */
export const baseHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), ' +
    'payment=(), publickey-credentials-get=(), midi=(), screen-wake-lock=(), clipboard-read=()',
} satisfies Record<string, string>;
