/** True for a page inside another one. Alone in its file: what speaks with the other page loads only then. */
export const isFramed = globalThis.window !== undefined && window.parent !== window;
