/**
 * What may be loaded as a script or a worker: files of our own build. Libraries name theirs by text (pdf.js its worker,
 * MediaPipe its parts), which the page's policy refuses unless a policy called `default` lets it pass. No text passes as
 * HTML or as the source of a script. Browsers without trusted types have the rest of the policy.
 */
interface Policies {
  createPolicy(name: 'default', rules: { readonly createScriptURL: (address: string) => string }): void;
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

const policies: unknown = Reflect.get(globalThis, 'trustedTypes');
if (arePolicies(policies)) policies.createPolicy('default', { createScriptURL: ownScript });
