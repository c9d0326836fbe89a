import { createStore } from 'zustand/vanilla';

/** The Document Picture-in-Picture API, which not all type definitions contain. */
interface FloatingWindows {
  requestWindow(size: { readonly width: number; readonly height: number }): Promise<Window>;
}

/** The open floating window; `page` is undefined without one. */
export const floating = createStore<{ readonly page: Window | undefined }>(() => ({ page: undefined }));

function windows(): FloatingWindows | undefined {
  const found: unknown = Reflect.get(globalThis, 'documentPictureInPicture');
  // If the name exists, the value is as in the specification.
  return found === undefined ? undefined : (found as FloatingWindows);
}

/** True when the browser can show a part of the page in a floating window. */
export function canFloat(): boolean {
  return windows() !== undefined || document.pictureInPictureEnabled;
}

/** Opens the floating window; call it from a press. If the browser can only float videos, the largest one floats. */
export async function openFloating(): Promise<void> {
  const page = await windows()?.requestWindow({ width: 420, height: 236 });
  if (!page) return floatVideo();
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style'))
    page.document.head.append(sheet.cloneNode(true));
  const { theme, place } = document.documentElement.dataset;
  Object.assign(page.document.documentElement.dataset, { theme, place });
  page.document.title = document.title;
  page.addEventListener('pagehide', () => floating.setState({ page: undefined }), { once: true });
  floating.setState({ page });
}

async function floatVideo(): Promise<void> {
  const area = ({ clientWidth, clientHeight }: HTMLVideoElement) => clientWidth * clientHeight;
  const [largest] = [...document.querySelectorAll<HTMLVideoElement>('main video')].toSorted(
    (a, b) => area(b) - area(a),
  );
  if (!largest) throw new DOMException('There is no video on the page.', 'NotFoundError');
  largest.disablePictureInPicture = false;
  await largest.requestPictureInPicture();
}

/** Closes the floating window, if it is open. */
export function closeFloating(): void {
  floating.getState().page?.close();
  floating.setState({ page: undefined });
}
