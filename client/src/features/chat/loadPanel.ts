/** Loads the chat's panel and everything that only it shows. */
export function loadPanel(): Promise<typeof import('./ChatPanel.tsx')> {
  // Without the renderer in advance, the first message with markup would show its signs for a moment.
  import('./message/RichText.tsx').catch(() => undefined);
  return import('./ChatPanel.tsx');
}
