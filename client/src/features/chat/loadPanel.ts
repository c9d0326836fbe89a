/** The chat's panel and all that is only seen in it. */
export function loadPanel(): Promise<typeof import('./ChatPanel.tsx')> {
  return import('./ChatPanel.tsx');
}
