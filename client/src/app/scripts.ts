/**
 * The trusted-types policy `default`: only files of our own build may be loaded as a script or a worker. Libraries name such
 * files as text (pdf.js its worker, MediaPipe its parts), and the page refuses text without a policy of this name. No text
 * passes as HTML or as a script's source, except the empty text, with which Konva and react-aria empty their elements.
 * Browsers without trusted types still apply the rest of the content security policy.
 */
interface Policies {
  createPolicy(name: 'default', rules: Record<'createHTML' | 'createScriptURL', (text: string) => string>): void;
}

function arePolicies(value: unknown): value is Policies {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}

/** Returns the address of a file of our own build. @throws TypeError for any other address */
export function ownScript(address: string): string {
  const { origin, pathname } = new URL(address, location.href);
  if (origin !== location.origin || !pathname.startsWith('/assets/')) {
    throw new TypeError(`Not a script of this site: ${address}`);
  }
  return address;
}

/** Returns the empty text. @throws TypeError for any other text */
export function noHtml(text: string): string {
  if (text !== '') throw new TypeError('No text becomes HTML here.');
  return text;
}

const policies: unknown = Reflect.get(globalThis, 'trustedTypes');
if (arePolicies(policies)) policies.createPolicy('default', { createHTML: noHtml, createScriptURL: ownScript });
