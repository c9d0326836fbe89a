let plainOf = (text: string): string => text;

/** Loads what `plainWords` needs. After a failure, words keep their markup. */
export async function loadPlainWords(): Promise<void> {
  try {
    ({ plainOf } = await import('./message/markdown.ts'));
  } catch {
    // The next message with markup reports the fault.
  }
}

/** The words of a message without its markup, on one line; with it until the renderer is loaded. */
export function plainWords(text: string): string {
  return plainOf(text);
}
