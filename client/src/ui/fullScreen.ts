/** Shows an element in full screen; without one, ends full screen. A browser that refuses leaves the page as it is. */
export function switchFullScreen(element: Element | null | undefined): void {
  const done = element ? element.requestFullscreen() : document.exitFullscreen();
  done.catch(() => undefined);
}
