/**
 * What may be loaded as a script or a worker: files of our own build. Libraries name theirs by text (pdf.js its worker,
 * MediaPipe its parts), which the page's policy refuses unless a policy called `default` lets it pass. No text passes as
 * HTML or as the source of a script, but the empty one, with which Konva and react-aria empty their elements. Browsers
 * without trusted types have the rest of the policy.
 */
interface Policies {
  createPolicy(name: 'default', rules: Record<'createHTML' | 'createScriptURL', (text: string) => string>): void;
}

function arePolicies(value: unknown): value is Policies {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}

/** The address, when a file of our own build is there. @throws TypeError */
export function ownScript(address: string): string {
  const { origin, pathname } = new URL(address, location.href);
  if (origin !== location.origin || !pathname.startsWith('/assets/')) {
    throw new TypeError(`Not a script of this site: ${address}`);
  }
  return address;
}

/** Nothing, when it is nothing. @throws TypeError */
export function noHtml(text: string): string {
  if (text !== '') throw new TypeError('No text becomes HTML here.');
  return text;
}

const policies: unknown = Reflect.get(globalThis, 'trustedTypes');
if (arePolicies(policies)) policies.createPolicy('default', { createHTML: noHtml, createScriptURL: ownScript });
