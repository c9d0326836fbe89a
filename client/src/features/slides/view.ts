import type { Page, View } from '@plenum/shared/features/slides/contract';
import type { Size } from '../../ui/useSize.ts';

/** How far one may zoom in: so many times the whole page. */
export const mostZoom = 8;

/** Where something is in the stage, in CSS px. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** A place in the box of a page: 0 to 1 from its left and its top. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const middle: Spot = { x: 0.5, y: 0.5 };

/** All of a page. */
export function wholeOf({ width, height }: Size): View {
  return { x: 0, y: 0, width, height };
}

/** The largest box in the stage that has the shape of a view. */
export function boxOf(view: Size, stage: Size): Box {
  const scale = scaleOf(view, stage);
  const [width, height] = [view.width * scale, view.height * scale];
  return { left: (stage.width - width) / 2, top: (stage.height - height) / 2, width, height };
}

/** How many times larger a page is seen than when all of it is seen. */
export function zoomOf({ page, view, stage }: Sight): number {
  return scaleOf(view, stage) / scaleOf(page, stage);
}

/** What is seen of which page, and where. */
export interface Sight {
  readonly page: Page;
  readonly view: View;
  readonly stage: Size;
}

/** The view at another zoom; what is at `spot` stays there. */
export function zoomTo({ page, view, stage }: Sight, zoom: number, spot: Spot = middle): View {
  const scale = scaleOf(page, stage) * Math.min(Math.max(zoom, 1), mostZoom);
  const width = Math.min(page.width, stage.width / scale);
  const height = Math.min(page.height, stage.height / scale);
  return inside(page, {
    x: view.x + spot.x * (view.width - width),
    y: view.y + spot.y * (view.height - height),
    width,
    height,
  });
}

/** The view moved by so many page units, as far as the page goes. */
export function moved(page: Page, view: View, x: number, y: number): View {
  return inside(page, { ...view, x: view.x + x, y: view.y + y });
}

/** The page as wide as the stage, from where one was. */
export function fitWidth(sight: Sight): View {
  const { page, stage } = sight;
  return zoomTo(sight, stage.width / page.width / scaleOf(page, stage), { x: 0.5, y: 0 });
}

/** True when nothing of the page is out of view. */
export function isWhole(page: Page, view: View): boolean {
  return view.width > page.width - 1 && view.height > page.height - 1;
}

function scaleOf({ width, height }: Size, stage: Size): number {
  return Math.min(stage.width / width, stage.height / height);
}

function inside(page: Page, { x, y, width, height }: View): View {
  return {
    x: Math.min(Math.max(x, 0), page.width - width),
    y: Math.min(Math.max(y, 0), page.height - height),
    width,
    height,
  };
}
