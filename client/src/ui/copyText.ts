/** Puts a text into the clipboard. Rejects when the browser forbids it, and where it has no clipboard, as without HTTPS. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
