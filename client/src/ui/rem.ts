/** One rem in px: 16, or more with larger text in the browser's settings. */
export function remInPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
