/** The nonce the main process wrote into the page; style elements without it are refused by the page's policy. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
}
