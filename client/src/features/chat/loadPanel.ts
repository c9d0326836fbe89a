/** Loads the chat's panel and everything that only it shows. */
export function loadPanel(): Promise<typeof import('./ChatPanel.tsx')> {
  return import('./ChatPanel.tsx');
}
