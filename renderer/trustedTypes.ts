import { pdfWorkerUrl } from './features/sourceViewer/pdf/workerUrl';

interface TrustedTypePolicyRules {
  createHTML: (text: string) => string;
  createScript: (text: string) => string;
  createScriptURL: (url: string) => string;
}

declare global {
  interface Window {
    readonly trustedTypes?: { createPolicy: (name: string, rules: TrustedTypePolicyRules) => unknown };
  }
}

/**
 * Lets through only what cannot hold an element: the component library sets the text of its style elements through
 * `innerHTML`, and style sheets have no `<`.
 *
 * @throws TypeError for anything that could be markup
 */
export function passStyleTextOnly(text: string): string {
  if (text.includes('<')) throw new TypeError('Loam never turns text into markup.');
  return text;
}

function refuseScript(): never {
  throw new TypeError('Loam never turns text into a script.');
}

/**
 * Lets through the address of one worker, and of no other script.
 *
 * @throws TypeError for any other address
 */
export function passPdfWorkerOnly(url: string): string {
  if (url === new URL(pdfWorkerUrl, window.location.href).href) return url;
  throw new TypeError('Loam loads no script by its address.');
}

/** Installs the page's only Trusted Types policy. Called once, before anything is drawn. */
export function installTrustedTypesPolicy(): void {
  window.trustedTypes?.createPolicy('default', {
    createHTML: passStyleTextOnly,
    createScript: refuseScript,
    createScriptURL: passPdfWorkerOnly,
  });
}
