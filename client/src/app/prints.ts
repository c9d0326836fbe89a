import type { Direction } from '@plenum/shared/core/direction';
import type { MeetingState } from '../core/store.ts';

/** A line of text, the direction of its paragraph, and the left end of its baseline. */
export interface PrintLine {
  readonly text: string;
  readonly direction: Direction;
  readonly x: number;
  readonly y: number;
}

/** One paintable part. Path data contains absolute M, L, C, Q and Z; lengths are page units. */
export type PrintPart =
  | { readonly kind: 'fill'; readonly d: string; readonly colour: string; readonly opacity?: number }
  | {
      readonly kind: 'stroke';
      readonly d: string;
      readonly colour: string;
      readonly width: number;
      readonly dash?: readonly number[];
      readonly opacity?: number;
    }
  | {
      readonly kind: 'text';
      readonly lines: readonly PrintLine[];
      readonly size: number;
      readonly colour: string;
    }
  /** A file of the room as a picture, stretched over its box. */
  | { readonly kind: 'picture'; readonly file: string; readonly width: number; readonly height: number };

/** Parts in the coordinates of a box on the page; the box is turned by `angle` degrees round its middle. */
export interface Print {
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly angle: number;
  readonly parts: readonly PrintPart[];
}

/** What a feature has put on a page in this state, lowest first. */
export type PrintsOf = (state: Pick<MeetingState, 'states'>, page: string) => readonly Print[];

/** A feature that puts things on other features' pages. */
export interface Printer {
  readonly loadPrints?: () => Promise<PrintsOf>;
}
