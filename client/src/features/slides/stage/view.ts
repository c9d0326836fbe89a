import type { Page, View } from '@plenum/shared/features/slides/contract';
import type { Size } from '../../../ui/useSize.ts';

/** Largest zoom, relative to the whole page. */
export const mostZoom = 8;

/** A box on the stage, in CSS px. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** A point in a page's box: from 0 to 1, from its left and its top. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const middle: Spot = { x: 0.5, y: 0.5 };

/** The view of the whole page. */
export function wholeOf({ width, height }: Size): View {
  return { x: 0, y: 0, width, height };
}

/** The largest box on the stage with the shape of a view. */
export function boxOf(view: Size, stage: Size): Box {
  const scale = scaleOf(view, stage);
  const [width, height] = [view.width * scale, view.height * scale];
  return { left: (stage.width - width) / 2, top: (stage.height - height) / 2, width, height };
}

/** The zoom of a view: 1 for the whole page. */
export function zoomOf({ page, view, stage }: Sight): number {
  return scaleOf(view, stage) / scaleOf(page, stage);
}

/** A page, its visible part, and the stage. */
export interface Sight {
  readonly page: Page;
  readonly view: View;
  readonly stage: Size;
}

/** The view at another zoom, with the point at `spot` unmoved. */
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

/** The view moved by page units, within the page. */
export function moved(page: Page, view: View, x: number, y: number): View {
  return inside(page, { ...view, x: view.x + x, y: view.y + y });
}

/** The view with the page as wide as the stage, from the present top. */
export function fitWidth(sight: Sight): View {
  const { page, stage } = sight;
  return zoomTo(sight, stage.width / page.width / scaleOf(page, stage), { x: 0.5, y: 0 });
}

/** True when the whole page is visible. */
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
